#include "engine/index/columns/zeroed_bytes.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <cstring>
#include <new>

namespace aisle::engine {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::align_val_t kAlignment{64};

std::size_t round_up(std::size_t size) { return (size + kHugePage - 1) / kHugePage * kHugePage; }

/// Mapped with a huge page to spare, so that the part kept begins on one.
std::byte* map_huge(std::size_t size) {
  const std::size_t wanted = round_up(size);
  void* const mapped =
      ::mmap(nullptr, wanted + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* const first = static_cast<std::byte*>(mapped);
  const std::size_t before = (kHugePage - reinterpret_cast<std::uintptr_t>(first) % kHugePage) % kHugePage;
  std::byte* const aligned = first + before;
  if (before != 0) ::munmap(first, before);
  if (before != kHugePage) ::munmap(aligned + wanted, kHugePage - before);
  ::madvise(aligned, wanted, MADV_HUGEPAGE);  // a wish; failing it changes only speed
  return aligned;
}

}  // namespace

ZeroedBytes::ZeroedBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  if (size >= kHugePage) {
    data_ = map_huge(size);
    return;
  }
  data_ = static_cast<std::byte*>(::operator new(size, kAlignment));
  std::memset(data_, 0, size);
}

ZeroedBytes::~ZeroedBytes() {
  if (data_ == nullptr) return;
  if (size_ >= kHugePage) {
    ::munmap(data_, round_up(size_));
  } else {
    ::operator delete(data_, kAlignment);
  }
}

}  // namespace aisle::engine
