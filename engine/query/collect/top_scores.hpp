#pragma once
// The k best documents by score; among equal scores, those that came first.

#include <cstdint>
#include <limits>
#include <vector>

namespace aisle::engine {

/// Where a document is: its target, segment and number. Order of search is order of ties.
struct DocAddress {
  std::uint32_t target = 0;
  std::uint32_t segment = 0;
  std::uint32_t doc = 0;
};

/// A heap whose root is the worst of the best. Documents must be offered in the order in which ties break (target,
/// segment, document), so that an equal score never displaces an older one. Not thread-safe.
class TopScores {
 public:
  struct Entry {
    float score = 0.0F;
    std::uint32_t order = 0;  ///< how many were kept before it
    DocAddress address;
  };

  explicit TopScores(std::size_t k) : k_(k) { heap_.reserve(k < 1'024 ? k : 1'024); }

  /// True when the score would be kept.
  bool accepts(float score) const { return score > floor_ && k_ > 0; }
  /// REQUIRES: accepts(score). True when min_competitive() changed.
  bool add(float score, const DocAddress& address);
  /// The least score that may still be kept; 0 while there is room for any.
  float min_competitive() const { return min_competitive_; }
  std::size_t size() const { return heap_.size(); }
  /// Best first. Leaves this empty.
  std::vector<Entry> take_sorted();

 private:
  static bool worse_last(const Entry& a, const Entry& b) {
    return a.score != b.score ? a.score > b.score : a.order < b.order;
  }

  std::size_t k_;
  std::vector<Entry> heap_;
  std::uint32_t next_order_ = 0;
  float floor_ = -std::numeric_limits<float>::infinity();  // scores must be above this
  float min_competitive_ = 0.0F;
};

}  // namespace aisle::engine
