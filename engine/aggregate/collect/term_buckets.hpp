#pragma once
// What terms over keywords and terms over numbers share: buckets by key, and which of them are given.

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/aggregate/collect/bucket_order.hpp"
#include "engine/aggregate/collect/bucket_table.hpp"

namespace aisle::engine {

struct TermSelection {
  std::vector<Candidate> chosen;
  std::uint64_t other_doc_count = 0;
};

class TermBuckets {
 public:
  TermBuckets(const TermsAggregation& request, BucketOrdering ordering, BucketBudget& held)
      : request_(request), ordering_(std::move(ordering)), held_(held), table_(held) {}

  BucketTable& table() { return table_; }
  const BucketOrdering& ordering() const { return ordering_; }
  const TermsAggregation& request() const { return request_; }
  bool wants_empty() const { return request_.min_doc_count == 0; }
  /// min_doc_count 0: a key that gets a bucket though no document has it.
  void add_empty(std::uint64_t key) {
    if (!empty_keys_.contains(key) && held_.take(1)) empty_keys_.insert(key);
  }
  /// Documents in buckets of owner 0 that were seen not to make it into the answer.
  void leave_out(std::uint64_t docs) { left_out_docs_ += docs; }

  template <class CompareKeys>
  TermSelection select(std::uint32_t owner, CompareKeys&& compare_keys) const {
    std::vector<Candidate> candidates = gather(owner);
    const auto before = [&](const Candidate& a, const Candidate& b) { return ordering_.before(a, b, compare_keys); };
    const std::size_t kept = static_cast<std::size_t>(std::min<std::uint64_t>(candidates.size(), request_.size));
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(kept);
    std::partial_sort(candidates.begin(), middle, candidates.end(), before);
    TermSelection selection;
    for (auto rest = middle; rest != candidates.end(); ++rest) selection.other_doc_count += rest->count;
    if (owner == 0) selection.other_doc_count += left_out_docs_;
    candidates.resize(kept);
    selection.chosen = std::move(candidates);
    return selection;
  }

 private:
  std::vector<Candidate> gather(std::uint32_t owner) const {
    std::vector<Candidate> candidates;
    for (const std::uint32_t bucket : table_.of_owner(owner)) {
      if (table_.count(bucket) < request_.min_doc_count) continue;
      candidates.push_back({bucket, table_.key(bucket), table_.count(bucket)});
    }
    if (!empty_keys_.empty()) add_absent(candidates);
    return candidates;
  }
  void add_absent(std::vector<Candidate>& candidates) const {
    boost::unordered_flat_set<std::uint64_t> present;
    for (const Candidate& candidate : candidates) present.insert(candidate.key);
    for (const std::uint64_t key : empty_keys_) {
      if (!present.contains(key)) candidates.push_back({kNoBucket, key, 0});
    }
  }

  const TermsAggregation& request_;
  BucketOrdering ordering_;
  BucketBudget& held_;
  BucketTable table_;
  boost::unordered_flat_set<std::uint64_t> empty_keys_;
  std::uint64_t left_out_docs_ = 0;
};

}  // namespace aisle::engine
