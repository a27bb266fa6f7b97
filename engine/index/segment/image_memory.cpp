#include "engine/index/segment/image_memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace aisle::engine {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::size_t round_up(std::size_t size, std::size_t unit) { return (size + unit - 1) / unit * unit; }

}  // namespace

ImageMemory::ImageMemory(ImageMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

ImageMemory& ImageMemory::operator=(ImageMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  return *this;
}

ImageMemory::~ImageMemory() {
  if (data_ != nullptr) ::munmap(data_, capacity_);
}

void ImageMemory::append(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  grow(size_ + bytes.size());
  std::memcpy(data_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

void ImageMemory::align(std::size_t alignment) {
  const std::size_t aligned = round_up(size_, alignment);
  grow(aligned);
  size_ = aligned;  // fresh anonymous pages are zero
}

void ImageMemory::shrink_to_fit() {
  const std::size_t wanted = std::max(round_up(size_, kPage), kPage);
  if (data_ == nullptr || wanted == capacity_) return;
  void* moved = ::mremap(data_, capacity_, wanted, 0);
  if (moved != MAP_FAILED) capacity_ = wanted;
}

void ImageMemory::grow(std::size_t at_least) {
  if (at_least <= capacity_) return;
  std::size_t wanted = std::max(round_up(at_least, kPage), capacity_ + capacity_ / 2);
  wanted = round_up(wanted, wanted >= kHugePage ? kHugePage : kPage);
  void* moved = data_ == nullptr
                    ? ::mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                    : ::mremap(data_, capacity_, wanted, MREMAP_MAYMOVE);
  if (moved == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::byte*>(moved);
  capacity_ = wanted;
  if (wanted >= kHugePage) ::madvise(data_, capacity_, MADV_HUGEPAGE);  // a wish; failing it changes only speed
}

}  // namespace aisle::engine
