#include "engine/index/postings/impact_set.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace aisle::engine {
namespace {

void merge_closest(std::vector<Impact>& impacts) {
  std::size_t closest = 0;
  for (std::size_t i = 1; i + 1 < impacts.size(); ++i) {
    if (impacts[i + 1].norm - impacts[i].norm < impacts[closest + 1].norm - impacts[closest].norm) closest = i;
  }
  impacts[closest].freq = impacts[closest + 1].freq;
  impacts.erase(impacts.begin() + static_cast<std::ptrdiff_t>(closest) + 1);
}

}  // namespace

void keep_competitive(std::vector<Impact>& impacts, std::uint32_t limit) {
  assert(limit >= 1 && "no impacts bound nothing");
  std::sort(impacts.begin(), impacts.end(), [](const Impact& a, const Impact& b) {
    return a.norm != b.norm ? a.norm < b.norm : a.freq > b.freq;
  });
  std::size_t kept = 0;
  std::uint32_t greatest = 0;
  for (const Impact& impact : impacts) {
    if (impact.freq <= greatest) continue;
    greatest = impact.freq;
    impacts[kept++] = impact;
  }
  impacts.resize(kept);
  while (impacts.size() > limit) merge_closest(impacts);
}

void ImpactAccumulator::take(std::uint32_t limit, std::vector<Impact>& out) {
  scratch_.clear();
  std::uint32_t greatest = 0;
  for (std::uint32_t word = 0; word < seen_.size(); ++word) {
    for (std::uint64_t bits = std::exchange(seen_[word], 0); bits != 0; bits &= bits - 1) {
      const std::uint32_t norm = word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
      const std::uint32_t freq = std::exchange(max_freqs_[norm], 0);
      if (freq <= greatest) continue;
      greatest = freq;
      Impact& impact = scratch_.emplace_back();
      impact.freq = freq;
      impact.norm = static_cast<std::uint8_t>(norm);
    }
  }
  while (scratch_.size() > limit) merge_closest(scratch_);
  out.insert(out.end(), scratch_.begin(), scratch_.end());
}

}  // namespace aisle::engine
