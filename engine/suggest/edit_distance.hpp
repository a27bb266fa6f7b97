#pragma once
// How many edits make one word of another: insertions, deletions, substitutions and, if wanted, swaps of neighbours
// (restricted Damerau-Levenshtein, "optimal string alignment": what Lucene's automata accept).

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aisle::engine {

/// UTF-8 to code points; malformed bytes become U+FFFD, one each.
std::u32string code_points(std::string_view utf8);

/// The obvious dynamic programme: time and memory a.size() * b.size(). For long words, and as the twin in tests.
std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, bool transpositions);

/// Measures many words against one pattern, bit-parallel (Myers 1999, doi:10.1145/316542.316550; with swaps, Hyyro
/// 2003): about two nanoseconds a code point. Immutable; any thread may use it.
class EditPattern {
 public:
  static constexpr std::size_t kMaxLength = 64;
  /// REQUIRES: 1 <= pattern.size() <= kMaxLength.
  EditPattern(std::u32string_view pattern, bool transpositions);
  /// The exact distance to `word` (ASCII bytes or code points).
  std::uint32_t distance(std::u32string_view word) const;
  std::uint32_t distance_ascii(std::string_view word) const;

 private:
  std::uint64_t places_of(char32_t c) const;
  template <class Places>
  std::uint32_t run(std::size_t length, Places&& places) const;

  std::array<std::uint64_t, 128> ascii_{};                          // where each letter stands in the pattern
  std::vector<std::pair<char32_t, std::uint64_t>> others_;
  std::uint32_t length_;
  std::uint64_t swaps_;  // all ones when neighbours may swap
};

}  // namespace aisle::engine
