#pragma once
// How well can a phrase score in a document of a given length, whatever the document?

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// A phrase occurs no more often than each of its terms does; a term's impacts (pairs by increasing length byte and
/// frequency) say how often that is at most in documents up to a length. Bounds are worked out when first asked for.
class LengthBounds {
 public:
  /// `lists`: impacts of whole lists, one of each term; they and the scorer's tables must outlive this.
  LengthBounds(const TermScorer& scorer, std::vector<std::span<const Impact>> lists)
      : scorer_(scorer), lists_(std::move(lists)) {
    bounds_.fill(-1.0F);
  }
  /// The best score of a document with this length byte; 0 where none has all the terms.
  float at(std::uint8_t norm) {
    float& bound = bounds_[norm];
    if (bound < 0.0F) bound = work_out(norm);
    return bound;
  }

 private:
  float work_out(std::uint8_t norm) const {
    float best = scorer_.weight;
    for (const std::span<const Impact> impacts : lists_) {
      std::uint32_t freq = 0;
      for (const Impact& impact : impacts) {
        if (impact.norm <= norm) freq = impact.freq > freq ? impact.freq : freq;
      }
      const float bound = freq == 0 ? 0.0F : scorer_.score(freq, norm);
      best = bound < best ? bound : best;
    }
    return best;
  }

  TermScorer scorer_;
  std::vector<std::span<const Impact>> lists_;
  std::array<float, 256> bounds_;
};

}  // namespace aisle::engine
