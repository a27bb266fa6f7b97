#pragma once
// Terms and their numbers, in order of appearance: a hash table whose slots hold the terms themselves.
//
// Open addressing over slots of 32 bytes, two to a cache line, so that a term of up to 23 bytes (nearly every word of a
// catalog) is found with one cache miss, which `prefetch` can ask for beforehand; longer terms have their bytes in an
// arena. Front-coded or separately chained tables hold more per byte, but a buffer's terms live for seconds.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/index/segment/term_key.hpp"

namespace aisle::engine {

/// Used by one thread at a time.
class TermTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFFU;

  /// Asks for the slot of a key with this hash.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)], 1);
  }
  /// The number of the term; a new one gets the next number. `hash` is the key's.
  std::uint32_t intern(const TermKey& key, std::uint64_t hash, std::string_view term) {
    if (3 * (std::size_t{size_} + 1) > 2 * slots_.size()) grow();
    const std::size_t wrap = slots_.size() - 1;
    for (std::size_t at = hash & wrap;; at = (at + 1) & wrap) {
      Slot& slot = slots_[at];
      if (slot.number == kNone) return add(slot, key, term);
      if (slot.key.matches(key) && (!key.is_long() || view(slot) == term)) return slot.number;
    }
  }
  std::uint32_t size() const { return size_; }

  /// All terms by their numbers. Views the table.
  std::vector<std::string_view> terms() const;

  std::size_t memory_bytes() const { return size_ * (sizeof(Slot) * 2) + arena_.size(); }
  /// Forgets everything but keeps the memory.
  void clear();

 private:
  struct alignas(32) Slot {
    TermKey key;
    std::uint32_t number = kNone;
  };
  static_assert(sizeof(Slot) == 32);

  std::string_view view(const Slot& slot) const {
    return {slot.key.is_long() ? arena_.data() + slot.key.offset() : slot.key.bytes(), slot.key.size()};
  }
  std::uint32_t add(Slot& slot, const TermKey& key, std::string_view term);
  void grow();

  std::vector<Slot> slots_;  // none, or a power of two of them, at most two thirds taken
  std::uint32_t size_ = 0;
  std::vector<char> arena_;  // bytes of long terms
};

}  // namespace aisle::engine
