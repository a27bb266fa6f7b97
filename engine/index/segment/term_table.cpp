#include "engine/index/segment/term_table.hpp"

#include <algorithm>
#include <utility>

namespace aisle::engine {

std::uint32_t TermTable::add(Slot& slot, const TermKey& key, std::string_view term) {
  slot.key = key;
  if (key.is_long()) {
    slot.key.set_offset(arena_.size());
    arena_.insert(arena_.end(), term.begin(), term.end());
  }
  slot.number = size_;
  return size_++;
}

void TermTable::grow() {
  constexpr std::size_t kFirstSlots = 256;
  std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(std::max(kFirstSlots, slots_.size() * 2)));
  const std::size_t wrap = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == kNone) continue;
    std::size_t at = slot.key.hash() & wrap;
    while (slots_[at].number != kNone) at = (at + 1) & wrap;
    slots_[at] = slot;
  }
}

std::vector<std::string_view> TermTable::terms() const {
  std::vector<std::string_view> terms(size_);
  for (const Slot& slot : slots_) {
    if (slot.number != kNone) terms[slot.number] = view(slot);
  }
  return terms;
}

void TermTable::clear() {
  std::ranges::fill(slots_, Slot{});
  size_ = 0;
  arena_.clear();
}

}  // namespace aisle::engine
