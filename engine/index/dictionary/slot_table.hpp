#pragma once
// A hash table of numbers, for finding what is stored elsewhere by its bytes.
//
// Open addressing over 32-bit slots, at most two thirds full. A slot is 0 when empty, else number + 1 in its low bits
// and, in all the bits that numbers do not need, a tag from the hash, so that a look-up compares bytes about once.

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace aisle::engine {

/// Views slots; see build_slot_table.
class SlotTable {
 public:
  SlotTable() = default;
  /// REQUIRES: a power of two of slots, at least one of them empty; numbers < count.
  SlotTable(std::span<const std::uint32_t> slots, std::uint32_t count) : slots_(slots), id_bits_(id_bits(count)) {}

  /// Calls matches(number) for candidates in the order of insertion until it returns true; that number, or
  /// `kNotFound`.
  template <class Matches>
  std::uint32_t find(std::uint64_t hash, Matches&& matches) const {
    if (slots_.empty()) return kNotFound;
    const std::uint32_t id_mask = mask(id_bits_);
    const std::uint32_t tag = tag_of(hash, id_bits_);
    const std::size_t wrap = slots_.size() - 1;
    for (std::size_t at = hash & wrap;; at = (at + 1) & wrap) {
      const std::uint32_t slot = slots_[at];
      if (slot == 0) return kNotFound;
      if ((slot & ~id_mask) == tag && matches((slot & id_mask) - 1)) return (slot & id_mask) - 1;
    }
  }

  /// Asks for the slot where a look-up of this hash begins.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }

  static constexpr std::uint32_t kNotFound = 0xFFFFFFFFU;
  static std::uint32_t id_bits(std::uint32_t count) { return static_cast<std::uint32_t>(std::bit_width(count)); }
  static std::uint32_t mask(std::uint32_t bits) { return bits >= 32 ? 0xFFFFFFFFU : (1u << bits) - 1; }
  static std::uint32_t tag_of(std::uint64_t hash, std::uint32_t bits) {
    return static_cast<std::uint32_t>(hash >> 32) & ~mask(bits);
  }

 private:
  std::span<const std::uint32_t> slots_;
  std::uint32_t id_bits_ = 0;
};

/// Slots for numbers 0 .. hashes.size()-1 with those hashes. With `newest_first`, greater numbers are found first.
std::vector<std::uint32_t> build_slot_table(std::span<const std::uint64_t> hashes, bool newest_first);

/// Null when `slots` is a sound table for numbers below `count`, else what is wrong.
const char* find_slot_fault(std::span<const std::uint32_t> slots, std::uint32_t count);

}  // namespace aisle::engine
