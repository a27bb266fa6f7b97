#pragma once
// The k best documents by score; among equal scores, those that come first.

#include <compare>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"

namespace aisle::engine {

/// Where a document is: its target, segment and number. Order of search is order of ties.
struct DocAddress {
  std::uint32_t target = 0;
  std::uint32_t segment = 0;
  std::uint32_t doc = 0;
  friend auto operator<=>(const DocAddress&, const DocAddress&) = default;
};

/// Documents may be offered in any order; equal scores go by address. Not thread-safe.
///
/// Few are a heap whose root is the worst of the best. Many are a buffer of up to a quarter more, cut down to the best k
/// whenever it is full, which takes constant time a document; the least competitive score rises with each cut only.
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
  /// Keeps the document with the best of the scores that it was offered with. Cost: as add(), but for a document that
  /// is kept already and now has a better score O(k), which passes over the same clauses hardly ever give.
  void add_again(float score, const DocAddress& address);
  /// The least score that documents from `next` on may still be kept with; 0 while there is room for any.
  float min_competitive(const DocAddress& next) const {
    if (heap_.size() < k_) return 0.0F;
    return k_ == 0 || worst_ < next ? above_floor_ : floor_;
  }
  std::size_t size() const { return heap_.size() < k_ ? heap_.size() : k_; }
  bool is_full() const { return heap_.size() >= k_; }
  /// The score of the k-th best. REQUIRES: is_full(), k > 0.
  float worst() const { return is_heap() ? floor_ : nth_best(k_); }
  /// The score of the n-th best, from 1. REQUIRES: 1 <= n <= size().
  float nth_best(std::size_t n) const;
  /// Best first. Leaves this empty.
  std::vector<Entry> take_sorted();

 private:
  static constexpr std::size_t kMostInHeap = 128;

  static bool better(const Entry& a, const Entry& b) {
    return a.score != b.score ? a.score > b.score : a.address < b.address;
  }
  bool is_heap() const { return k_ <= kMostInHeap; }
  void set_floor(const Entry& worst);
  void cut();
  void push(const Entry& entry);
  const float* known_score(const DocAddress& address);
  void raise(const Entry& entry);

  struct HashAddress {
    std::size_t operator()(const DocAddress& address) const {
      return mix64(((std::uint64_t{address.target} << 32) | address.segment) ^ mix64(address.doc));
    }
  };

  std::size_t k_;
  std::vector<Entry> heap_;  // or buffer
  // The scores of the heap, once a document was offered again and where looking through the heap would take longer.
  boost::unordered_flat_map<DocAddress, float, HashAddress> known_;
  DocAddress worst_;  // of the k-th best when it was last looked at, once there are k
  float floor_ = -std::numeric_limits<float>::infinity();  // its score
  float above_floor_ = 0.0F;
};

}  // namespace aisle::engine
