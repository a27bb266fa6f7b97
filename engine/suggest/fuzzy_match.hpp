#pragma once
// What a search for misspelt words gives, and which of it is best.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aisle::engine {

/// What a search looks for. `prefix_length` code points must be the same.
struct FuzzyPattern {
  std::string_view term;
  std::uint32_t max_edits = 2;  ///< 0, 1 or 2
  std::uint32_t prefix_length = 0;
  bool transpositions = true;
};

struct FuzzyMatch {
  std::string term;
  float boost = 1.0F;  ///< see fuzzy_boost
};

/// 1 - edits / the shorter length, as Lucene's FuzzyTermsEnum has it, but not below 0. Lengths in code points.
inline float fuzzy_boost(std::uint32_t edits, std::size_t a_length, std::size_t b_length) {
  if (edits == 0) return 1.0F;
  const std::size_t shorter = std::min(a_length, b_length);
  if (shorter <= edits) return 0.0F;
  return 1.0F - static_cast<float>(edits) / static_cast<float>(shorter);
}

/// Higher boosts first, then smaller bytes.
inline bool better_match(const FuzzyMatch& a, const FuzzyMatch& b) {
  return a.boost != b.boost ? a.boost > b.boost : a.term < b.term;
}

/// The best `limit` of the matches that it is shown. Not thread-safe.
class BestMatches {
 public:
  explicit BestMatches(std::size_t limit) : limit_(limit) {}

  void add(std::string_view term, float boost) {
    if (boost < floor_ || limit_ == 0) return;
    matches_.push_back({std::string(term), boost});
    if (matches_.size() >= 4 * limit_ + 64) keep_best();
  }
  /// As many as wanted, whose boosts all reach this.
  bool is_full_at(float boost) {
    if (matches_.size() < limit_) return false;
    keep_best();
    return floor_ >= boost;
  }
  /// In no order. Leaves this empty.
  std::vector<FuzzyMatch> take() {
    keep_best();
    return std::move(matches_);
  }

 private:
  void keep_best() {
    if (matches_.size() < limit_ || limit_ == 0) return;
    const auto last = matches_.begin() + static_cast<std::ptrdiff_t>(limit_) - 1;
    std::nth_element(matches_.begin(), last, matches_.end(), better_match);
    floor_ = last->boost;
    matches_.erase(last + 1, matches_.end());
  }

  std::size_t limit_;
  float floor_ = -1.0F;  // less is not among the best
  std::vector<FuzzyMatch> matches_;
};

}  // namespace aisle::engine
