#include "engine/index/segment/term_log.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace aisle::engine {

/// Slot, term and bytes of a known term are three reads from far apart; a text's terms wait for theirs together.
void TermLog::prefetch(std::span<const std::uint64_t> hashes) const {
  const std::size_t wrap = slots_.size() - 1;
  for (const std::uint64_t hash : hashes) __builtin_prefetch(&slots_[hash & wrap]);
  for (const std::uint64_t hash : hashes) {
    const Slot slot = slots_[hash & wrap];
    if (slot.taken != 0 && slot.tag == tag_of(hash)) __builtin_prefetch(&terms_[slot.taken - 1], 1);
  }
  for (const std::uint64_t hash : hashes) {
    const Slot slot = slots_[hash & wrap];
    if (slot.taken != 0 && slot.tag == tag_of(hash)) __builtin_prefetch(arena_.data() + terms_[slot.taken - 1].offset);
  }
}

void TermLog::add(std::uint32_t doc, std::span<const Occurrence> occurrences) {
  assert(occurrences.size() <= kMostAtOnce && "more occurrences at once than there is room for their hashes");
  if (occurrences.empty()) return;
  if (runs_.empty() || runs_.back().doc != doc) {
    runs_.push_back({doc, static_cast<std::uint32_t>(occurrences_.size())});
  }
  grow(terms_.size() + occurrences.size());
  std::array<std::uint64_t, kMostAtOnce> hashes;
  for (std::size_t i = 0; i < occurrences.size(); ++i) hashes[i] = hash64(occurrences[i].term);
  if (occurrences.size() > 1) prefetch(std::span(hashes).first(occurrences.size()));
  for (std::size_t i = 0; i < occurrences.size(); ++i) {
    const std::uint32_t number = intern(occurrences[i].term, hashes[i]);
    ++terms_[number].count;
    occurrences_.push_back(number);
    if (kept_ == PostingDetail::positions) positions_.push_back(occurrences[i].position);
  }
}

/// REQUIRES: a free slot.
std::uint32_t TermLog::intern(std::string_view term, std::uint64_t hash) {
  const std::size_t wrap = slots_.size() - 1;
  std::size_t at = hash & wrap;
  for (; slots_[at].taken != 0; at = (at + 1) & wrap) {
    if (slots_[at].tag == tag_of(hash) && bytes(terms_[slots_[at].taken - 1]) == term) return slots_[at].taken - 1;
  }
  terms_.push_back({hash, arena_.size(), static_cast<std::uint32_t>(term.size()), 0});
  arena_.insert(arena_.end(), term.begin(), term.end());
  slots_[at] = {static_cast<std::uint32_t>(terms_.size()), tag_of(hash)};
  return slots_[at].taken - 1;
}

/// Makes the table large enough for so many terms.
void TermLog::grow(std::size_t terms) {
  if (terms * 2 <= slots_.size()) return;
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(256, terms * 2));
  slots_.assign(size, {});
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    std::size_t at = terms_[i].hash & (size - 1);
    while (slots_[at].taken != 0) at = (at + 1) & (size - 1);
    slots_[at] = {static_cast<std::uint32_t>(i) + 1, tag_of(terms_[i].hash)};
  }
}

std::size_t TermLog::memory_bytes() const {
  return terms_.size() * (2 * sizeof(Slot) + sizeof(Term)) + arena_.size() + runs_.size() * sizeof(Run) +
         occurrences_.size() * 4 + positions_.size() * 4;
}

void TermLog::clear() {
  std::ranges::fill(slots_, Slot{});
  terms_.clear();
  arena_.clear();
  runs_.clear();
  occurrences_.clear();
  positions_.clear();
}

}  // namespace aisle::engine
