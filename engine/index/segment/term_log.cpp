#include "engine/index/segment/term_log.hpp"

#include <algorithm>

namespace aisle::engine {

std::uint32_t TermLog::intern(std::string_view term) {
  if (terms_.size() * 2 >= slots_.size()) grow();
  const std::uint64_t hash = hash64(term);
  const std::size_t wrap = slots_.size() - 1;
  std::size_t at = hash & wrap;
  for (; slots_[at] != 0; at = (at + 1) & wrap) {
    const Term& known = terms_[slots_[at] - 1];
    if (known.hash == hash && bytes(known) == term) return slots_[at] - 1;
  }
  terms_.push_back({hash, arena_.size(), static_cast<std::uint32_t>(term.size()), 0});
  arena_.insert(arena_.end(), term.begin(), term.end());
  slots_[at] = static_cast<std::uint32_t>(terms_.size());
  return slots_[at] - 1;
}

void TermLog::grow() {
  const std::size_t size = std::max<std::size_t>(256, slots_.size() * 2);
  slots_.assign(size, 0);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    std::size_t at = terms_[i].hash & (size - 1);
    while (slots_[at] != 0) at = (at + 1) & (size - 1);
    slots_[at] = static_cast<std::uint32_t>(i) + 1;
  }
}

std::size_t TermLog::memory_bytes() const {
  return slots_.capacity() * sizeof(slots_[0]) + terms_.capacity() * sizeof(Term) + arena_.capacity() +
         runs_.capacity() * sizeof(Run) + occurrences_.capacity() * 4 + positions_.capacity() * 4;
}

}  // namespace aisle::engine
