#include "engine/query/collect/top_scores.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace aisle::engine {

void TopScores::add(float score, const DocAddress& address) {
  const Entry entry{score, address};
  if (heap_.size() < k_) {
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), better);
    if (heap_.size() == k_) set_floor();
    return;
  }
  if (k_ == 0 || !better(entry, heap_.front())) return;
  std::pop_heap(heap_.begin(), heap_.end(), better);
  heap_.back() = entry;
  std::push_heap(heap_.begin(), heap_.end(), better);
  set_floor();
}

void TopScores::add_again(float score, const DocAddress& address) {
  const auto known = std::find_if(heap_.begin(), heap_.end(), [&](const Entry& one) { return one.address == address; });
  if (known == heap_.end()) return add(score, address);
  if (score <= known->score) return;
  known->score = score;
  std::make_heap(heap_.begin(), heap_.end(), better);
  if (heap_.size() == k_) set_floor();
}

void TopScores::set_floor() {
  floor_ = heap_.front().score;
  above_floor_ = std::nextafter(floor_, std::numeric_limits<float>::infinity());
}

float TopScores::nth_best(std::size_t n) const {
  std::vector<float> scores;
  scores.reserve(heap_.size());
  for (const Entry& entry : heap_) scores.push_back(entry.score);
  const auto nth = scores.begin() + static_cast<std::ptrdiff_t>(n - 1);
  std::nth_element(scores.begin(), nth, scores.end(), std::greater<>());
  return *nth;
}

std::vector<TopScores::Entry> TopScores::take_sorted() {
  std::sort(heap_.begin(), heap_.end(), better);
  return std::move(heap_);
}

}  // namespace aisle::engine
