#include "engine/query/collect/threshold_guess.hpp"

#include <algorithm>
#include <cmath>

namespace aisle::engine {
namespace {

// The first look is after this part of the documents, the next ones after twice as many each.
constexpr std::uint64_t kFirstLook = 32;

/// A rank that the best k of all documents rarely fill within a sample that they are `expected` of: past the mean of
/// the Poisson distribution by so many deviations that less than one in a hundred is beyond it.
double safe_rank(double expected) { return std::ceil(expected + 2.5 * std::sqrt(expected) + 1.0); }

}  // namespace

float ThresholdGuess::after(std::uint64_t seen, const TopScores& top) {
  if (next_look_ == 0) next_look_ = std::max<std::uint64_t>(1, documents_ / kFirstLook);
  if (seen < next_look_) return guess_;
  while (next_look_ <= seen) next_look_ *= 2;
  const double share = static_cast<double>(seen) / static_cast<double>(documents_);
  const double rank = safe_rank(share * static_cast<double>(k_));
  if (rank < static_cast<double>(k_) && rank <= static_cast<double>(top.size())) {
    guess_ = std::max(guess_, top.nth_best(static_cast<std::size_t>(rank)));
  }
  return guess_;
}

}  // namespace aisle::engine
