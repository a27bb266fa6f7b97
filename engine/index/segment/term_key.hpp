#pragma once
// A term as three machine words: compared, hashed and moved without a look at its bytes.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/hash.hpp"

namespace aisle::engine {

/// Terms of up to kMostBytes are held whole: their bytes, zeros, and the size in the last byte. Of longer ones a hash,
/// the size, and where a table put their bytes.
class TermKey {
 public:
  static constexpr std::size_t kMostBytes = 23;

  TermKey() = default;
  /// REQUIRES: at most 2^32 - 1 bytes.
  static TermKey of(std::string_view term) {
    TermKey key;
    if (term.size() > kMostBytes) {
      key.words_[0] = hash64(term);
      key.words_[2] = kLong | term.size();
      return key;
    }
    load(term.data(), term.size(), key.words_);
    key.words_[2] |= std::uint64_t{term.size()} << 56;
    return key;
  }

  bool is_long() const { return words_[2] >= kLong; }
  std::size_t size() const {
    return is_long() ? static_cast<std::size_t>(words_[2] & 0xFFFF'FFFFU) : static_cast<std::size_t>(words_[2] >> 56);
  }
  /// The bytes of a term that is not long, within this key.
  const char* bytes() const { return reinterpret_cast<const char*>(words_.data()); }
  /// Of a long one, as its table set it.
  std::uint64_t offset() const { return words_[1]; }
  void set_offset(std::uint64_t offset) { words_[1] = offset; }

  std::uint64_t hash() const {
    if (is_long()) return words_[0];
    const auto product = static_cast<Product>(words_[0] ^ 0x9E3779B97F4A7C15ULL) * (words_[1] ^ 0xD6E8FEB86659FD93ULL);
    const auto folded = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    const auto last = static_cast<Product>(folded ^ words_[2]) * 0xC2B2AE3D27D4EB4FULL;
    return static_cast<std::uint64_t>(last) ^ static_cast<std::uint64_t>(last >> 64);
  }

  /// Equal terms; of long ones all but their bytes, which the table must compare.
  bool matches(const TermKey& other) const {
    const bool same_tail = words_[0] == other.words_[0] && words_[2] == other.words_[2];
    return same_tail && (is_long() || words_[1] == other.words_[1]);
  }

 private:
  __extension__ using Product = unsigned __int128;
  static constexpr std::uint64_t kLong = 0xFF00'0000'0000'0000ULL;

  template <class T>
  static std::uint64_t read(const char* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }
  /// The last 1 to 7 of at least 8 bytes, in the low bytes.
  static std::uint64_t read_tail(const char* end, std::size_t bytes) {
    return read<std::uint64_t>(end - 8) >> (8 * (8 - bytes));
  }
  static void load(const char* from, std::size_t size, std::array<std::uint64_t, 3>& words) {
    if (size >= 8) {
      words[0] = read<std::uint64_t>(from);
      if (size >= 16) {
        words[1] = read<std::uint64_t>(from + 8);
        if (size > 16) words[2] = read_tail(from + size, size - 16);
      } else if (size > 8) {
        words[1] = read_tail(from + size, size - 8);
      }
    } else if (size >= 4) {
      words[0] = read<std::uint32_t>(from) | read<std::uint32_t>(from + size - 4) << (8 * (size - 4));
    } else if (size > 0) {
      words[0] = read<unsigned char>(from) | read<unsigned char>(from + size / 2) << (8 * (size / 2)) |
                 read<unsigned char>(from + size - 1) << (8 * (size - 1));
    }
  }

  std::array<std::uint64_t, 3> words_{};
};
static_assert(std::endian::native == std::endian::little, "keys are the terms' bytes in memory");

}  // namespace aisle::engine
