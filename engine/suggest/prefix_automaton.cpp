#include "engine/suggest/prefix_automaton.hpp"

#include <algorithm>
#include <cassert>

namespace aisle::engine {

PrefixAutomaton::PrefixAutomaton(std::u32string_view pattern, std::uint32_t max_edits, bool transpositions)
    : max_edits_(max_edits),
      transpositions_(transpositions),
      last_(std::uint64_t{1} << pattern.size()),
      all_((last_ << 1) - 1) {
  assert(pattern.size() <= kMaxLength && max_edits <= 2 && "states are bits");
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto known = std::find_if(letters_.begin(), letters_.end(), [&](const auto& one) { return one.first == pattern[i]; });
    if (known == letters_.end()) {
      letters_.emplace_back(pattern[i], std::uint64_t{1} << i);
    } else {
      known->second |= std::uint64_t{1} << i;
    }
  }
}

std::uint64_t PrefixAutomaton::places_of(char32_t letter) const {
  for (const auto& [known, places] : letters_) {
    if (known == letter) return places;
  }
  return 0;
}

PrefixAutomaton::State PrefixAutomaton::start() const {
  State state;
  state.at[0] = 1;
  for (std::uint32_t e = 1; e <= max_edits_; ++e) state.at[e] = (state.at[e - 1] | state.at[e - 1] << 1) & all_;
  return state;
}

PrefixAutomaton::State PrefixAutomaton::step(const State& state, char32_t letter) const {
  const std::uint64_t places = places_of(letter);
  State next;
  for (std::uint32_t e = 0; e <= max_edits_; ++e) {
    next.at[e] = (state.at[e] & places) << 1;
    if (e > 0) {
      // A letter too many, another letter, a swap done, a letter too few.
      next.at[e] |= state.at[e - 1] | state.at[e - 1] << 1 | (state.swapping[e - 1] & places) << 2 | next.at[e - 1] << 1;
    }
    next.at[e] &= all_;
    if (transpositions_ && e < max_edits_) next.swapping[e] = state.at[e] & places >> 1;
  }
  return next;
}

bool PrefixAutomaton::is_dead(const State& state) const {
  std::uint64_t any = 0;
  for (std::uint32_t e = 0; e <= max_edits_; ++e) any |= state.at[e] | state.swapping[e];
  return any == 0;
}

}  // namespace aisle::engine
