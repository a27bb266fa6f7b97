#pragma once
// XXH3: hash tables, checksums of stored bytes, routing. Inlined, since Debian's libxxhash.a has no dispatch.

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace aisle {

inline std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }
inline std::uint64_t hash64(std::span<const std::byte> bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

/// Spreads an integer over all 64 bits (XXH64's avalanche).
inline std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xC2B2AE3D27D4EB4FULL;
  x ^= x >> 29;
  x *= 0x165667B19E3779F9ULL;
  x ^= x >> 32;
  return x;
}

}  // namespace aisle
