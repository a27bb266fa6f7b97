#pragma once
// Latencies of one kind of request, and what to say about them.

#include <algorithm>
#include <cstdint>
#include <vector>

namespace aisle::bench {

/// Keeps every value, in microseconds; percentiles are exact. Not thread-safe.
class Latencies {
 public:
  void add(double microseconds) { values_.push_back(static_cast<float>(microseconds)); }
  void merge(const Latencies& other) { values_.insert(values_.end(), other.values_.begin(), other.values_.end()); }
  std::size_t count() const { return values_.size(); }

  /// The value that `share` (0..1) of all are not above; 0 when there is none.
  double percentile(double share) const {
    if (values_.empty()) return 0.0;
    std::vector<float> sorted = values_;
    const auto rank = std::min(static_cast<std::size_t>(share * static_cast<double>(sorted.size())), sorted.size() - 1);
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(rank), sorted.end());
    return sorted[rank];
  }
  double mean() const {
    double sum = 0.0;
    for (const float value : values_) sum += value;
    return values_.empty() ? 0.0 : sum / static_cast<double>(values_.size());
  }
  double max() const { return values_.empty() ? 0.0 : *std::max_element(values_.begin(), values_.end()); }

 private:
  std::vector<float> values_;
};

}  // namespace aisle::bench
