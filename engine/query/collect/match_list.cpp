#include "engine/query/collect/match_list.hpp"

namespace aisle::engine {

void MatchList::add(std::uint32_t segment, const MatchRange& matches) {
  if (!complete_) return;
  size_ += matches.count();
  if (size_ > kMost) return give_up();
  if (parts_.empty() || parts_.back().segment != segment) parts_.push_back({segment, {}});
  std::vector<DocId>& docs = parts_.back().docs;
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    const DocId base = matches.window_base(i);
    matches.windows[i].for_each([&](std::uint32_t offset) { docs.push_back(base + offset); });
  }
}

}  // namespace aisle::engine
