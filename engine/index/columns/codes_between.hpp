#pragma once
// Which of some codes lie within bounds, as bits, in the widest vectors that the machine has (chosen at run time).

#include <cstdint>
#include <span>

namespace aisle::engine {

/// Sets bit i of `words` where low <= codes[i] <= high, and clears the others of ceil(size / 64) words.
void codes_between(std::span<const std::uint8_t> codes, std::uint8_t low, std::uint8_t high, std::uint64_t* words);
void codes_between(std::span<const std::uint16_t> codes, std::uint16_t low, std::uint16_t high, std::uint64_t* words);
void codes_between(std::span<const std::uint32_t> codes, std::uint32_t low, std::uint32_t high, std::uint64_t* words);
void codes_between(std::span<const std::uint64_t> codes, std::uint64_t low, std::uint64_t high, std::uint64_t* words);

}  // namespace aisle::engine
