#pragma once
// Which (frequency, length byte) pairs bound a set of postings?

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/postings/posting_cursor.hpp"

namespace aisle::engine {

/// Replaces `impacts` by at most `limit` of them such that each of the old is beaten by some of the new in both
/// frequency and length; sorted by increasing norm and frequency. Where there are more competitive pairs than
/// `limit`, neighbours are merged into a pair that beats both, those first whose norms differ least.
/// REQUIRES: limit >= 1.
void keep_competitive(std::vector<Impact>& impacts, std::uint32_t limit);

/// Collects what keep_competitive would be given for many postings, in constant memory.
class ImpactAccumulator {
 public:
  void add(std::uint32_t freq, std::uint8_t norm) {
    if (freq > max_freqs_[norm]) max_freqs_[norm] = freq;
    seen_[norm >> 6] |= std::uint64_t{1} << (norm & 63);
  }
  /// Appends at most `limit` competitive pairs to `out` and starts anew.
  void take(std::uint32_t limit, std::vector<Impact>& out);

 private:
  std::array<std::uint32_t, 256> max_freqs_{};
  std::array<std::uint64_t, 4> seen_{};  ///< the norms that were added, as bits
  std::vector<Impact> scratch_;
};

}  // namespace aisle::engine
