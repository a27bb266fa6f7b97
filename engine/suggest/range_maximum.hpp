#pragma once
// The place of the greatest of a run of numbers.

#include <cstdint>
#include <vector>

namespace aisle::engine {

/// Numbers that do not change, with the maxima of blocks of 64 and, over the blocks, of every run whose length is a power
/// of two (Bender & Farach-Colton 2000, doi:10.1007/10719839_9, without their tables for within a block, which is
/// scanned). About 5 bytes a number; a question takes some ten nanoseconds. Immutable; any thread may ask.
class RangeMaximum {
 public:
  RangeMaximum() = default;
  explicit RangeMaximum(std::vector<std::uint32_t> numbers);

  std::uint32_t operator[](std::uint32_t i) const { return numbers_[i]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(numbers_.size()); }
  /// The first place of the greatest number in [first, last). REQUIRES: first < last <= size().
  std::uint32_t find(std::uint32_t first, std::uint32_t last) const;
  std::size_t memory_bytes() const;

 private:
  std::uint32_t scan(std::uint32_t first, std::uint32_t last) const;
  std::uint32_t better(std::uint32_t a, std::uint32_t b) const {
    return numbers_[b] > numbers_[a] || (numbers_[b] == numbers_[a] && b < a) ? b : a;
  }
  std::uint32_t find_in_blocks(std::uint32_t first, std::uint32_t last) const;

  std::vector<std::uint32_t> numbers_;
  std::vector<std::vector<std::uint32_t>> runs_;  // runs_[p][b]: the place of the maximum of blocks b .. b + 2^p - 1
};

}  // namespace aisle::engine
