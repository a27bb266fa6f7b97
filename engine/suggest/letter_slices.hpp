#pragma once
// The letter sets of many words, turned on their side: for each letter, which words have it.
//
// To ask which words lack at most two of a word's letters takes one pass over the bits of those letters alone, 64 words
// an instruction and more: some 30 instructions for 512 words, where a look at each word's own set takes ten for eight
// of them. Bit slicing is from bit-sliced signature files (Faloutsos & Christodoulakis 1984, doi:10.1145/2275.357411).

#include <cstdint>
#include <vector>

#include "engine/suggest/letter_set.hpp"

namespace aisle::engine {

/// Immutable; any thread may search.
class LetterSlices {
 public:
  LetterSlices() = default;
  explicit LetterSlices(const std::vector<std::uint64_t>& sets);

  /// Greatest `missing` that may be asked for.
  static constexpr std::uint32_t kMaxMissing = 2;
  /// Appends to `found` the numbers of the words that lack at most `missing` of the letters of `wanted`, increasing.
  void find(std::uint64_t wanted, std::uint32_t missing, std::vector<std::uint32_t>& found) const;
  std::uint32_t size() const { return size_; }
  std::size_t memory_bytes() const { return bits_.capacity() * sizeof(std::uint64_t); }

 private:
  std::uint32_t size_ = 0;
  std::size_t words_ = 0;            // 64-bit words of a slice
  std::vector<std::uint64_t> bits_;  // a slice per letter
};

}  // namespace aisle::engine
