#include "engine/query/collect/top_scores.hpp"

#include <algorithm>
#include <cmath>

namespace aisle::engine {

bool TopScores::add(float score, const DocAddress& address) {
  const Entry entry{score, next_order_++, address};
  if (heap_.size() < k_) {
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), worse_last);
    if (heap_.size() < k_) return false;
  } else {
    std::pop_heap(heap_.begin(), heap_.end(), worse_last);
    heap_.back() = entry;
    std::push_heap(heap_.begin(), heap_.end(), worse_last);
  }
  const float before = floor_;
  floor_ = heap_.front().score;
  min_competitive_ = std::nextafter(floor_, std::numeric_limits<float>::infinity());
  return floor_ != before;
}

std::vector<TopScores::Entry> TopScores::take_sorted() {
  std::sort(heap_.begin(), heap_.end(), worse_last);
  return std::move(heap_);
}

}  // namespace aisle::engine
