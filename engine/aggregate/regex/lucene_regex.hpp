#pragma once
// Lucene's regular expressions, as include/exclude of a terms aggregation write them, matched against whole terms.
//
// Syntax: `.` `?` `*` `+` `{n}` `{n,}` `{n,m}` `|` `(...)` `[a-z]` `[^a-z]` `"quoted"` `\` escapes, `\d \D \s \S \w
// \W`, `@` (any text), `#` (nothing). Complement `~`, intersection `&` and numeric ranges `<1-9>` are refused. Patterns
// are anchored at both ends; `.` is any one code point.

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace aisle::engine {

/// A compiled pattern: an automaton of at most kMaxStates states, made deterministic as it runs (Thompson 1968,
/// doi:10.1145/363347.363387), so that matching a term takes time linear in it once its states are known.
/// Not thread-safe: matching fills the cache of deterministic states, which is bounded.
class LuceneRegex {
 public:
  static constexpr std::size_t kMaxLength = 1'000;  ///< bytes of pattern: index.max_regex_length
  static constexpr std::size_t kMaxStates = 10'000;

  /// Errors: invalid_argument with Lucene's wording where it has one.
  static Result<LuceneRegex> compile(std::string_view pattern);
  bool matches(std::string_view text);

  /// One state of the automaton: a range of code points leads to `next`, or two empty moves lead on.
  struct State {
    enum class Kind : std::uint8_t { range, split, accept, dead };
    Kind kind = Kind::dead;
    char32_t low = 0;
    char32_t high = 0;
    std::int32_t next = -1;
    std::int32_t other = -1;
  };

 private:
  struct Set {
    std::vector<std::int32_t> states;  ///< sorted; only range and accept states
    bool accepts = false;
    std::array<std::int32_t, 128> ascii;  ///< the set after an ASCII character, -1 unknown
  };
  explicit LuceneRegex(std::vector<State> states, std::int32_t start);
  void forget_sets();
  std::int32_t start_anew_from(std::int32_t set);
  std::int32_t set_of(std::vector<std::int32_t> seeds);
  std::int32_t step(std::int32_t set, char32_t c);

  std::vector<State> states_;
  std::int32_t start_;
  std::vector<std::uint32_t> seen_;  ///< marks of the closure at hand
  std::uint32_t mark_ = 0;
  std::vector<Set> sets_;
  std::unordered_map<std::size_t, std::vector<std::int32_t>> by_hash_;
};

}  // namespace aisle::engine
