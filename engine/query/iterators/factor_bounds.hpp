#pragma once
// What share of its weight a term can score in a document of a given length.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// For several terms of one field together. Filled once, then read.
class FactorBounds {
 public:
  /// Impacts that bound a list: each of its postings is beaten in frequency and length by one of them.
  void add(std::span<const Impact> impacts) {
    for (const Impact& impact : impacts) {
      factors_[impact.norm] = std::max(factors_[impact.norm], static_cast<float>(impact.freq));
    }
  }
  /// Call once, after the last add. `inverse`: see Bm25Norms.
  void finish(const float* inverse) {
    // A posting at a length is beaten by impacts at that length or below only.
    float freq = 0.0F;
    for (std::uint32_t norm = 0; norm < factors_.size(); ++norm) {
      freq = std::max(freq, factors_[norm]);
      // A little more than the factor, so that a product with any weight, however rounded, is a bound.
      factors_[norm] = (1.0F - 1.0F / (1.0F + freq * inverse[norm])) * 1.000001F;
    }
  }
  /// No term scores more than its weight times this in a document with this length byte.
  float at(std::uint8_t norm) const { return factors_[norm]; }

 private:
  std::array<float, 256> factors_{};
};

}  // namespace aisle::engine
