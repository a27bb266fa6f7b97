#pragma once
// The k best documents by score; among equal scores, those that come first.

#include <compare>
#include <cstdint>
#include <limits>
#include <vector>

namespace aisle::engine {

/// Where a document is: its target, segment and number. Order of search is order of ties.
struct DocAddress {
  std::uint32_t target = 0;
  std::uint32_t segment = 0;
  std::uint32_t doc = 0;
  friend auto operator<=>(const DocAddress&, const DocAddress&) = default;
};

/// A heap whose root is the worst of the best. Documents may be offered in any order; equal scores go by address. Not
/// thread-safe.
class TopScores {
 public:
  struct Entry {
    float score = 0.0F;
    DocAddress address;
  };

  explicit TopScores(std::size_t k) : k_(k) {
    heap_.reserve(k < 1'024 ? k : 1'024);
    if (k == 0) floor_ = above_floor_ = std::numeric_limits<float>::infinity();
  }

  /// True when the score may be kept, by its address where it equals the worst kept.
  bool accepts(float score) const { return score >= floor_; }
  /// Keeps the document if it is among the best. The document must not have been offered before.
  void add(float score, const DocAddress& address);
  /// Keeps the document with the best of the scores that it was offered with.
  void add_again(float score, const DocAddress& address);
  /// The least score that documents from `next` on may still be kept with; 0 while there is room for any.
  float min_competitive(const DocAddress& next) const {
    if (heap_.size() < k_) return 0.0F;
    return k_ == 0 || heap_.front().address < next ? above_floor_ : floor_;
  }
  std::size_t size() const { return heap_.size(); }
  bool is_full() const { return heap_.size() >= k_; }
  /// REQUIRES: size() > 0.
  float worst() const { return heap_.front().score; }
  /// The score of the n-th best, from 1. REQUIRES: 1 <= n <= size().
  float nth_best(std::size_t n) const;
  /// Best first. Leaves this empty.
  std::vector<Entry> take_sorted();

 private:
  static bool better(const Entry& a, const Entry& b) {
    return a.score != b.score ? a.score > b.score : a.address < b.address;
  }
  void set_floor();

  std::size_t k_;
  std::vector<Entry> heap_;
  float floor_ = -std::numeric_limits<float>::infinity();  // the worst kept, once k are
  float above_floor_ = 0.0F;
};

}  // namespace aisle::engine
