#pragma once
// Does a word begin with something that is a few edits from what was typed?

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace aisle::engine {

/// Reads a word letter by letter and tells when what was read so far is within the distance of the whole pattern. The
/// states of a Levenshtein automaton as bits, one word for each number of edits (Wu & Manber 1992,
/// doi:10.1145/135239.135244), with swaps of neighbours; at most two edits. Immutable but for State.
class PrefixAutomaton {
 public:
  static constexpr std::size_t kMaxLength = 60;
  /// REQUIRES: pattern.size() <= kMaxLength; max_edits <= 2.
  PrefixAutomaton(std::u32string_view pattern, std::uint32_t max_edits, bool transpositions);

  struct State {
    std::array<std::uint64_t, 3> at{};       // bit i of at[e]: i letters of the pattern are used up, with e edits
    std::array<std::uint64_t, 3> swapping{}; // the same, and the letter after next was read in place of the next
  };
  State start() const;
  State step(const State& state, char32_t letter) const;
  /// No word that goes on from here is near.
  bool is_dead(const State& state) const;
  bool accepts(const State& state) const { return (state.at[max_edits_] & last_) != 0; }

 private:
  std::uint64_t places_of(char32_t letter) const;

  std::vector<std::pair<char32_t, std::uint64_t>> letters_;
  std::uint32_t max_edits_;
  bool transpositions_;
  std::uint64_t last_;
  std::uint64_t all_;
};

}  // namespace aisle::engine
