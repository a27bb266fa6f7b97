#include "engine/aggregate/collect/filters.hpp"

#include <utility>

namespace aisle::engine {

FiltersCollector::FiltersCollector(const Aggregation& request, List subs, std::vector<SegmentFilter> filters,
                                   BucketBudget& held)
    : Collector(request, std::move(subs)),
      filters_(std::move(filters)),
      has_other_(std::get<FiltersAggregation>(request.node).other_name.has_value()),
      counts_(width(), held),
      batch_(subs_) {}

void FiltersCollector::begin_segment(const SegmentContext& context) {
  Collector::begin_segment(context);
  for (SegmentFilter& filter : filters_) filter.begin_segment(context);
}

void FiltersCollector::collect_window(MatchWindow& window) {
  is_leaf() ? count(window, window.bits()) : Collector::collect_window(window);
}

void FiltersCollector::collect_range(const MatchRange& range) {
  is_leaf() ? count(range, range) : Collector::collect_range(range);
}

template <class Matches, class Bits>
void FiltersCollector::count(const Matches& matches, Bits others) {
  counts_.fit(std::uint32_t{0});
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const Bits& passing = filters_[i].among(matches);
    counts_.add(i, passing.count());
    others.remove(passing);
  }
  if (has_other_) counts_.add(static_cast<std::uint32_t>(filters_.size()), others.count());
}

void FiltersCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                               std::span<const std::uint32_t> owners) {
  counts_.fit(owners);
  WindowBits others = window.bits();
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const WindowBits& passing = filters_[i].among(window);
    take(window, docs, owners, passing, i);
    others.remove(passing);
  }
  if (has_other_) take(window, docs, owners, others, static_cast<std::uint32_t>(filters_.size()));
}

void FiltersCollector::take(MatchWindow& window, std::span<const std::uint32_t> docs,
                            std::span<const std::uint32_t> owners, const WindowBits& passing, std::uint32_t i) {
  for (std::size_t at = 0; at < docs.size(); ++at) {
    if (!passing.test(docs[at] - window.base())) continue;
    const std::uint32_t bucket = counts_.bucket(owners[at], i);
    counts_.add(bucket);
    if (!is_leaf()) batch_.push(window, docs[at], bucket);
  }
  batch_.flush(window);
}

Bucket FiltersCollector::make_bucket(std::uint32_t owner, std::uint32_t i, const std::string& name,
                                     BucketBudget& budget) const {
  Bucket bucket;
  bucket.key_text = name;
  bucket.doc_count = counts_.count(owner, i);
  bucket.sub = sub_results(counts_.bucket(owner, i), budget);
  return bucket;
}

AggregationResult FiltersCollector::result(std::uint32_t owner, BucketBudget& budget) const {
  const auto& request = std::get<FiltersAggregation>(request_.node);
  BucketsResult buckets{.keyed = request.keyed};
  if (budget.take(width())) {
    for (std::uint32_t i = 0; i < filters_.size(); ++i) {
      buckets.buckets.push_back(make_bucket(owner, i, request.filters[i].name, budget));
    }
    if (has_other_) {
      const auto last = static_cast<std::uint32_t>(filters_.size());
      buckets.buckets.push_back(make_bucket(owner, last, *request.other_name, budget));
    }
  }
  return {request_.name, &request_, std::move(buckets)};
}

}  // namespace aisle::engine
