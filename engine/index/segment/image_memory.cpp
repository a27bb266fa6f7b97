#include "engine/index/segment/image_memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#if defined(__SANITIZE_THREAD__)
#define AISLE_UNDER_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define AISLE_UNDER_THREAD_SANITIZER 1
#endif
#endif
#ifndef AISLE_UNDER_THREAD_SANITIZER
#define AISLE_UNDER_THREAD_SANITIZER 0
#endif

namespace aisle::engine {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::size_t round_up(std::size_t size, std::size_t unit) { return (size + unit - 1) / unit * unit; }

void* move_pages(std::byte* old, std::size_t old_size, std::size_t new_size) {
#if AISLE_UNDER_THREAD_SANITIZER
  // The sanitizer does not see mremap, and takes addresses that it freed for memory still shared.
  void* moved = ::mmap(nullptr, new_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (moved == MAP_FAILED) return moved;
  std::memcpy(moved, old, old_size);
  ::munmap(old, old_size);
  return moved;
#else
  return ::mremap(old, old_size, new_size, MREMAP_MAYMOVE);
#endif
}

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
  if (wanted < capacity_ && ::munmap(data_ + wanted, capacity_ - wanted) == 0) capacity_ = wanted;
}

void ImageMemory::grow(std::size_t at_least) {
  if (at_least <= capacity_) return;
  std::size_t wanted = std::max(round_up(at_least, kPage), capacity_ + capacity_ / 2);
  wanted = round_up(wanted, wanted >= kHugePage ? kHugePage : kPage);
  void* moved = data_ == nullptr
                    ? ::mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                    : move_pages(data_, capacity_, wanted);
  if (moved == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::byte*>(moved);
  capacity_ = wanted;
  if (wanted >= kHugePage) ::madvise(data_, capacity_, MADV_HUGEPAGE);  // a wish; failing it changes only speed
}

}  // namespace aisle::engine
