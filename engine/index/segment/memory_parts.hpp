#pragma once
// What an index's memory is spent on.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aisle::engine {

enum class MemoryPart : std::uint8_t {
  ids,           ///< document ids, and the table that finds them
  versions,      ///< versions, sequence numbers, change marks: as stored and as they are now
  sources,       ///< stored sources with their dictionaries
  dictionaries,  ///< terms, and the tables that find them
  postings,      ///< documents, frequencies, positions, bounds
  norms,         ///< lengths of fields, and which documents have them
  ordinals,      ///< columns of terms
  numbers,       ///< columns of numbers
  live_values,   ///< columns that change in place
  derived,       ///< what queries had worked out and kept
  other,
};
inline constexpr std::size_t kMemoryPartCount = static_cast<std::size_t>(MemoryPart::other) + 1;

/// A word for `_cat/segments` and `/metrics`.
std::string_view to_string(MemoryPart part);

/// Bytes by part.
struct MemoryParts {
  std::array<std::uint64_t, kMemoryPartCount> bytes{};

  std::uint64_t& operator[](MemoryPart part) { return bytes[static_cast<std::size_t>(part)]; }
  std::uint64_t operator[](MemoryPart part) const { return bytes[static_cast<std::size_t>(part)]; }
  MemoryParts& operator+=(const MemoryParts& more) {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] += more.bytes[i];
    return *this;
  }
  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t each : bytes) sum += each;
    return sum;
  }
};

class SectionTable;
/// What an image's sections take, and in `other` what lies between them.
MemoryParts parts_of_image(const SectionTable& sections);

}  // namespace aisle::engine
