#pragma once
// How much one request's aggregations may make: buckets in the answer, and buckets held on the way to it.

#include <cstdint>

namespace aisle::engine {

/// Counts buckets of the answer; once exceeded, stays so and nothing more is granted.
class BucketBudget {
 public:
  explicit BucketBudget(std::uint64_t limit) : left_(limit) {}
  bool take(std::uint64_t buckets) {
    if (exceeded_ || buckets > left_) {
      exceeded_ = true;
      return false;
    }
    left_ -= buckets;
    return true;
  }
  bool exceeded() const { return exceeded_; }
  std::uint64_t left() const { return left_; }

 private:
  std::uint64_t left_;
  bool exceeded_ = false;
};

}  // namespace aisle::engine
