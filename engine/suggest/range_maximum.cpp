#include "engine/suggest/range_maximum.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace aisle::engine {
namespace {

constexpr std::uint32_t kBlock = 64;

}  // namespace

RangeMaximum::RangeMaximum(std::vector<std::uint32_t> numbers) : numbers_(std::move(numbers)) {
  const std::uint32_t blocks = (size() + kBlock - 1) / kBlock;
  if (blocks == 0) return;
  runs_.emplace_back(blocks);
  for (std::uint32_t b = 0; b < blocks; ++b) runs_[0][b] = scan(b * kBlock, std::min(size(), (b + 1) * kBlock));
  for (std::uint32_t length = 2; length <= blocks; length *= 2) {
    const std::vector<std::uint32_t>& half = runs_.back();
    std::vector<std::uint32_t> whole(blocks - length + 1);
    for (std::uint32_t b = 0; b < whole.size(); ++b) whole[b] = better(half[b], half[b + length / 2]);
    runs_.push_back(std::move(whole));
  }
}

std::uint32_t RangeMaximum::scan(std::uint32_t first, std::uint32_t last) const {
  const auto begin = numbers_.begin();
  return static_cast<std::uint32_t>(std::max_element(begin + first, begin + last) - begin);
}

std::uint32_t RangeMaximum::find_in_blocks(std::uint32_t first, std::uint32_t last) const {
  const auto power = static_cast<std::uint32_t>(std::bit_width(last - first)) - 1;
  return better(runs_[power][first], runs_[power][last - (1U << power)]);
}

std::uint32_t RangeMaximum::find(std::uint32_t first, std::uint32_t last) const {
  assert(first < last && last <= size() && "a run of numbers that are there");
  const std::uint32_t first_whole = (first + kBlock - 1) / kBlock;
  const std::uint32_t end_whole = last / kBlock;
  if (first_whole >= end_whole) return scan(first, last);
  std::uint32_t best = find_in_blocks(first_whole, end_whole);
  if (first < first_whole * kBlock) best = better(scan(first, first_whole * kBlock), best);
  if (end_whole * kBlock < last) best = better(best, scan(end_whole * kBlock, last));
  return best;
}

std::size_t RangeMaximum::memory_bytes() const {
  std::size_t bytes = numbers_.capacity() * sizeof(std::uint32_t);
  for (const auto& run : runs_) bytes += run.capacity() * sizeof(std::uint32_t);
  return bytes;
}

}  // namespace aisle::engine
