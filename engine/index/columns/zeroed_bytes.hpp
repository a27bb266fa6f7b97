#pragma once
// Zeroed memory for arrays that live as long as a segment.

#include <cstddef>
#include <utility>

namespace aisle::engine {

/// `size` zeroed bytes, aligned to 64; arrays of 2 MiB and more lie on huge pages where the kernel has them, which
/// spares random reads most of their TLB misses. Movable; frees itself. Throws std::bad_alloc.
class ZeroedBytes {
 public:
  ZeroedBytes() = default;
  explicit ZeroedBytes(std::size_t size);
  ZeroedBytes(ZeroedBytes&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  ZeroedBytes& operator=(ZeroedBytes&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~ZeroedBytes();

  std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace aisle::engine
