#pragma once
// The k first documents of a sort by several keys.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/query/collect/sort_key.hpp"
#include "engine/query/collect/top_scores.hpp"

namespace aisle::engine {

/// Collects segment by segment: within a segment documents compare by integers, between segments by merged keys. Ties
/// go to the document that came first. Not thread-safe.
class TopSorted {
 public:
  struct Entry {
    DocAddress address;
    float score = 0.0F;
    std::vector<MergeKey> keys;
  };

  /// `after`: one value per key; only documents that come after it are kept.
  static Result<TopSorted> create(const std::vector<SortKey>& keys, const Schema& schema, std::size_t k,
                                  const std::optional<std::vector<Value>>& after);

  void begin_segment(std::uint32_t target, std::uint32_t segment, const SegmentView& view);
  /// Offers all documents of a window.
  void add(const Window& window);
  /// Offers documents that have no scores. Of those with equal keys the lower must be offered first.
  void add(std::span<const std::uint32_t> docs);
  void end_segment();

  // For documents that come in the order of the first key, and then of their numbers.
  SegmentSortKey& first_key() { return *readers_[0]; }
  /// Whether nothing of the segment at hand that comes there or later can be kept.
  bool is_past(std::int64_t first_key, std::uint32_t doc) const {
    if (k_ == 0) return true;
    if (heap_.size() < k_) return false;
    const Candidate& worst = heap_.front();
    const std::int64_t worst_key = keys_[worst.keys];
    return first_key > worst_key || (readers_.size() == 1 && first_key == worst_key && doc > worst.doc);
  }
  /// Forgets what the segment at hand offered.
  void restart_segment() {
    heap_.clear();
    keys_.clear();
  }

  /// Best first.
  std::vector<Entry> take_sorted();
  /// Takes what another collected over targets that come after this one's.
  void absorb(TopSorted&& later);
  std::vector<Value> shown(const Entry& entry) const;

 private:
  struct Candidate {
    std::uint32_t doc = 0;
    float score = 0.0F;
    std::uint32_t keys = 0;  // where its keys begin in keys_
  };
  void add(DocId doc, float score, std::int64_t first_key);
  bool earlier(const Candidate& a, const Candidate& b) const;
  bool comes_after_bound() const;
  void keep(DocId doc, float score);
  bool merged_earlier(const Entry& a, const Entry& b) const;

  std::size_t k_ = 0;
  std::vector<std::unique_ptr<SortKeyPlan>> plans_;
  std::optional<std::vector<Value>> after_;
  std::vector<Entry> merged_;

  // of the segment at hand
  std::uint32_t target_ = 0;
  std::uint32_t segment_ = 0;
  std::vector<std::unique_ptr<SegmentSortKey>> readers_;
  std::vector<AfterBound> bounds_;
  std::vector<Candidate> heap_;      // the worst first
  std::vector<std::int64_t> keys_;   // k * keys, by slot
  std::vector<std::int64_t> offered_;
  std::vector<std::int64_t> first_keys_;  // of the window at hand, by offset
};

}  // namespace aisle::engine
