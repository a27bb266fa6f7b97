#pragma once
// What the k-th best score will be, guessed from a part of the documents.
//
// Until the best k of the first documents are known to be good, nearly every candidate must be looked at. But when a
// share of the documents has brought some scores, the j-th best of these is almost surely not above the k-th best of all
// once j is well past the share of k: a larger sample would have to bring no more. So the search goes on as though
// that score had to be reached, and begins again without a guess in the rare case that fewer than k reach it.
// (Thresholds estimated from samples or stored quantiles, and verified: Mallia et al. 2020,
// doi:10.1007/978-3-030-45439-5_43; there the sample is drawn beforehand.)

#include <cstdint>

#include "engine/query/collect/top_scores.hpp"

namespace aisle::engine {

/// Of one search. `documents`: how many there are to go through.
class ThresholdGuess {
 public:
  ThresholdGuess(std::size_t k, std::uint64_t documents) : k_(k), documents_(documents) {}

  /// What is guessed after `seen` documents, whose best are in `top`; 0: nothing yet. Never decreases.
  float after(std::uint64_t seen, const TopScores& top);
  float guess() const { return guess_; }
  /// Whether the best k are what a search without a guess would have found, once all documents were gone through.
  bool holds(const TopScores& top) const { return guess_ <= 0.0F || (top.is_full() && top.worst() >= guess_); }

 private:
  std::size_t k_;
  std::uint64_t documents_;
  std::uint64_t next_look_ = 0;
  float guess_ = 0.0F;
};

}  // namespace aisle::engine
