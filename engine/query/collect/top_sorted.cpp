#include "engine/query/collect/top_sorted.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace aisle::engine {

Result<TopSorted> TopSorted::create(const std::vector<SortKey>& keys, const Schema& schema, std::size_t k,
                                    const std::optional<std::vector<Value>>& after) {
  TopSorted sorted;
  sorted.k_ = k;
  for (const SortKey& key : keys) {
    Result<std::unique_ptr<SortKeyPlan>> plan = make_sort_key(key, schema);
    if (!plan) return std::move(plan).error();
    sorted.plans_.push_back(std::move(*plan));
  }
  if (after && after->size() != keys.size()) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("search_after has {} value(s) but sort has {}.", after->size(), keys.size()),
                 "illegal_argument");
  }
  sorted.after_ = after;
  sorted.offered_.resize(keys.size());
  return sorted;
}

void TopSorted::begin_segment(std::uint32_t target, std::uint32_t segment, const SegmentView& view) {
  target_ = target;
  segment_ = segment;
  readers_.clear();
  bounds_.clear();
  heap_.clear();
  keys_.clear();
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    readers_.push_back(plans_[i]->bind(view));
    if (after_) bounds_.push_back(readers_[i]->after((*after_)[i]));
  }
}

bool TopSorted::earlier(const Candidate& a, const Candidate& b) const {
  const auto width = static_cast<std::ptrdiff_t>(plans_.size());
  const auto x = keys_.begin() + a.keys;
  const auto y = keys_.begin() + b.keys;
  const auto [p, q] = std::mismatch(x, x + width, y);
  return p == x + width ? a.doc < b.doc : *p < *q;
}

bool TopSorted::comes_after_bound() const {
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    const int order = bounds_[i].compare(offered_[i]);
    if (order != 0) return order > 0;
  }
  return false;
}

void TopSorted::add(const Window& window) {
  if (k_ == 0) return;
  first_keys_.resize(kWindowSize);
  readers_[0]->window_keys(window, first_keys_.data());
  window.bits.for_each([&](std::uint32_t offset) {
    // Most documents lose by the first key already. A tie needs the others; a later document loses a full tie.
    const std::int64_t first_key = first_keys_[offset];
    if (heap_.size() == k_ && first_key > keys_[heap_.front().keys]) return;
    add(window.base + offset, static_cast<float>(window.scores[offset]), first_key);
  });
}

void TopSorted::add(std::span<const std::uint32_t> docs) {
  if (k_ == 0) return;
  first_keys_.resize(kWindowSize);
  for (; !docs.empty(); docs = docs.subspan(std::min<std::size_t>(docs.size(), kWindowSize))) {
    const auto some = docs.first(std::min<std::size_t>(docs.size(), kWindowSize));
    readers_[0]->list_keys(some, first_keys_.data());
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (heap_.size() == k_ && first_keys_[i] > keys_[heap_.front().keys]) continue;
      add(DocId{some[i]}, 0.0F, first_keys_[i]);
    }
  }
}

void TopSorted::add(DocId doc, float score, std::int64_t first_key) {
  offered_[0] = first_key;
  for (std::size_t i = 1; i < readers_.size(); ++i) offered_[i] = readers_[i]->key(doc, score);
  if (after_ && !comes_after_bound()) return;
  keep(doc, score);
}

void TopSorted::keep(DocId doc, float score) {
  const auto order = [this](const Candidate& a, const Candidate& b) { return earlier(a, b); };
  if (heap_.size() < k_) {
    const auto slot = static_cast<std::uint32_t>(keys_.size());
    keys_.insert(keys_.end(), offered_.begin(), offered_.end());
    heap_.push_back({index_of(doc), score, slot});
    std::push_heap(heap_.begin(), heap_.end(), order);
    return;
  }
  const std::uint32_t slot = heap_.front().keys;
  if (!std::lexicographical_compare(offered_.begin(), offered_.end(), keys_.begin() + slot,
                                    keys_.begin() + slot + static_cast<std::ptrdiff_t>(offered_.size()))) {
    return;
  }
  std::pop_heap(heap_.begin(), heap_.end(), order);
  std::copy(offered_.begin(), offered_.end(), keys_.begin() + slot);
  heap_.back() = {index_of(doc), score, slot};
  std::push_heap(heap_.begin(), heap_.end(), order);
}

void TopSorted::end_segment() {
  for (const Candidate& candidate : heap_) {
    Entry& entry = merged_.emplace_back();
    entry.address = {target_, segment_, candidate.doc};
    entry.score = candidate.score;
    for (std::size_t i = 0; i < readers_.size(); ++i) {
      entry.keys.push_back(readers_[i]->merge_key(keys_[candidate.keys + i]));
    }
  }
  heap_.clear();
}

bool TopSorted::merged_earlier(const Entry& a, const Entry& b) const {
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    if (a.keys[i] == b.keys[i]) continue;
    if (a.keys[i].number != b.keys[i].number) return a.keys[i].number < b.keys[i].number;
    return (a.keys[i].text < b.keys[i].text) != plans_[i]->descending();
  }
  const DocAddress& x = a.address;
  const DocAddress& y = b.address;
  return std::tie(x.target, x.segment, x.doc) < std::tie(y.target, y.segment, y.doc);
}

std::vector<TopSorted::Entry> TopSorted::take_sorted() {
  std::sort(merged_.begin(), merged_.end(), [this](const Entry& a, const Entry& b) { return merged_earlier(a, b); });
  if (merged_.size() > k_) merged_.resize(k_);
  return std::move(merged_);
}

void TopSorted::absorb(TopSorted&& later) {
  merged_.insert(merged_.end(), std::make_move_iterator(later.merged_.begin()),
                 std::make_move_iterator(later.merged_.end()));
}

std::vector<Value> TopSorted::shown(const Entry& entry) const {
  std::vector<Value> values;
  for (std::size_t i = 0; i < plans_.size(); ++i) values.push_back(plans_[i]->shown(entry.keys[i]));
  return values;
}

}  // namespace aisle::engine
