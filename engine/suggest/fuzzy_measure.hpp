#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/suggest/edit_distance.hpp"
#include "engine/suggest/fuzzy_match.hpp"
#include "engine/suggest/letter_set.hpp"

namespace aisle::engine {

/// Measures words against one pattern, whose literal prefix is split off. Views the pattern's term.
class FuzzyMeasure {
 public:
  explicit FuzzyMeasure(const FuzzyPattern& pattern);

  const FuzzyPattern& pattern() const { return pattern_; }
  std::uint32_t length() const { return static_cast<std::uint32_t>(all_.size()); }  ///< in code points
  std::uint64_t letters() const { return letter_set(all_); }
  std::uint32_t digits() const;
  std::string_view prefix() const { return pattern_.term.substr(0, prefix_bytes_); }

  /// Shows the word to `best` when it is within the distance. `length`: of the word in code points.
  void show(std::string_view word, bool is_ascii, BestMatches& best) const;

 private:

  FuzzyPattern pattern_;
  std::u32string all_;
  std::u32string rest_;
  std::size_t prefix_bytes_ = 0;
  std::optional<EditPattern> bits_;
};

bool is_ascii(std::string_view text);
inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

}  // namespace aisle::engine
