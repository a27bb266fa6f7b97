#include "engine/query/collect/top_scores.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace aisle::engine {

namespace {

// Up to so many entries are looked through one by one.
constexpr std::size_t kFewEntries = 32;

}  // namespace

void TopScores::add(float score, const DocAddress& address) {
  const Entry entry{score, address};
  if (heap_.size() < k_) return push(entry);
  if (k_ == 0 || !better(entry, {floor_, worst_})) return;
  if (!is_heap()) return push(entry);
  std::pop_heap(heap_.begin(), heap_.end(), better);
  if (!known_.empty()) known_.erase(heap_.back().address);
  heap_.pop_back();
  push(entry);
}

void TopScores::push(const Entry& entry) {
  heap_.push_back(entry);
  if (is_heap()) std::push_heap(heap_.begin(), heap_.end(), better);
  if (!known_.empty()) known_[entry.address] = entry.score;
  if (heap_.size() == (is_heap() ? k_ : k_ + k_ / 4)) return is_heap() ? set_floor(heap_.front()) : cut();
  if (heap_.size() == k_) set_floor(*std::max_element(heap_.begin(), heap_.end(), better));
}

/// Leaves the best k of a buffer.
void TopScores::cut() {
  const auto end = heap_.begin() + static_cast<std::ptrdiff_t>(k_);
  std::nth_element(heap_.begin(), end - 1, heap_.end(), better);
  if (!known_.empty()) std::for_each(end, heap_.end(), [this](const Entry& entry) { known_.erase(entry.address); });
  heap_.erase(end, heap_.end());
  set_floor(heap_.back());
}

/// The score that the document is kept with; null when it is not.
const float* TopScores::known_score(const DocAddress& address) {
  if (heap_.size() <= kFewEntries) {
    const auto found = std::find_if(heap_.begin(), heap_.end(), [&](const Entry& one) { return one.address == address; });
    return found == heap_.end() ? nullptr : &found->score;
  }
  if (known_.empty()) {
    for (const Entry& entry : heap_) known_[entry.address] = entry.score;
  }
  const auto found = known_.find(address);
  return found == known_.end() ? nullptr : &found->second;
}

void TopScores::raise(const Entry& entry) {
  for (Entry& one : heap_) {
    if (one.address == entry.address) one.score = entry.score;
  }
  if (!known_.empty()) known_[entry.address] = entry.score;
  if (!is_heap()) return;
  std::make_heap(heap_.begin(), heap_.end(), better);
  if (heap_.size() == k_) set_floor(heap_.front());
}

void TopScores::add_again(float score, const DocAddress& address) {
  if (!accepts(score)) return;
  const float* known = known_score(address);
  if (known == nullptr) return add(score, address);
  if (score > *known) raise({score, address});
}

void TopScores::set_floor(const Entry& worst) {
  floor_ = worst.score;
  worst_ = worst.address;
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
  if (heap_.size() > k_) cut();
  std::sort(heap_.begin(), heap_.end(), better);
  return std::move(heap_);
}

}  // namespace aisle::engine
