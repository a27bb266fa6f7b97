#include "engine/index/postings/impact_set.hpp"

#include <algorithm>
#include <cassert>

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
  for (std::uint32_t norm = 0; norm < max_freqs_.size(); ++norm) {
    if (max_freqs_[norm] == 0) continue;
    Impact impact;
    impact.freq = max_freqs_[norm];
    impact.norm = static_cast<std::uint8_t>(norm);
    scratch_.push_back(impact);
  }
  max_freqs_.fill(0);
  keep_competitive(scratch_, limit);
  out.insert(out.end(), scratch_.begin(), scratch_.end());
}

}  // namespace aisle::engine
