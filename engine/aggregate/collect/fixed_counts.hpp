#pragma once
// Counts of nodes that have the same few buckets under every owner: bucket = owner * width + i.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/aggregate/collect/budget.hpp"

namespace aisle::engine {

class FixedCounts {
 public:
  FixedCounts(std::uint32_t width, BucketBudget& held) : width_(width), held_(held) {}

  /// Makes room for every owner in `owners`, within the request's budget of held buckets.
  void fit(std::span<const std::uint32_t> owners) {
    if (!owners.empty()) fit(*std::max_element(owners.begin(), owners.end()));
  }
  void fit(std::uint32_t owner) {
    const std::size_t wanted = (std::size_t{owner} + 1) * width_;
    if (wanted > counts_.size() && held_.take(wanted - counts_.size())) counts_.resize(wanted, 0);
  }
  std::uint32_t bucket(std::uint32_t owner, std::uint32_t i) const {
    return has(owner) ? owner * width_ + i : ~0U;
  }
  /// Does nothing for a bucket that the request's budget has no room for.
  void add(std::uint32_t bucket, std::uint64_t docs = 1) {
    if (bucket < counts_.size()) counts_[bucket] += docs;
  }
  std::uint64_t count(std::uint32_t owner, std::uint32_t i) const {
    return has(owner) ? counts_[std::size_t{owner} * width_ + i] : 0;
  }

 private:
  bool has(std::uint32_t owner) const { return (std::size_t{owner} + 1) * width_ <= counts_.size(); }
  std::uint32_t width_;
  BucketBudget& held_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace aisle::engine
