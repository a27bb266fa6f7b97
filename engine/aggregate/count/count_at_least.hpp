#pragma once
// How many of some numbers are at or above each of a few thresholds, in the widest vectors that the machine has (chosen
// at run time).

#include <cstddef>
#include <cstdint>
#include <span>

namespace aisle::engine {

/// counts[t] += the number of values >= thresholds[t]. One compare a value and threshold, eight to 64 at a time.
void count_at_least(std::span<const std::uint8_t> values, std::span<const std::uint8_t> thresholds, std::uint64_t* counts);
void count_at_least(std::span<const std::uint16_t> values, std::span<const std::uint16_t> thresholds,
                    std::uint64_t* counts);
void count_at_least(std::span<const std::uint32_t> values, std::span<const std::uint32_t> thresholds,
                    std::uint64_t* counts);
void count_at_least(std::span<const std::uint64_t> values, std::span<const std::uint64_t> thresholds,
                    std::uint64_t* counts);

}  // namespace aisle::engine
