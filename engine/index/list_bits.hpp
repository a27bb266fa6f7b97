#pragma once
// From bits to a list of document numbers, in the widest vectors that the machine has (chosen at run time).

#include <cstddef>
#include <cstdint>

namespace aisle::engine {

/// Entries past the last one that list_bits may overwrite.
inline constexpr std::size_t kListSlack = 64;

/// Writes `first` + i for each set bit i of the words, increasing, and returns their number. `out` has room for as many
/// and kListSlack more. About a nanosecond a word and a quarter of one a document with 512-bit vectors: no branch
/// depends on how many bits a word has.
std::size_t list_bits(const std::uint64_t* words, std::size_t count, std::uint32_t first, std::uint32_t* out);

}  // namespace aisle::engine
