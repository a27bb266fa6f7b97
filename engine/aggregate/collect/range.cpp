#include "engine/aggregate/collect/range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/aggregate/kept/kept_counts.hpp"

namespace aisle::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string bound_text(double bound, const RangeAggregation& request, const FieldValues& values) {
  if (std::isinf(bound)) return "*";
  if (request.is_date || values.mapped_type() == FieldType::date) {
    return date_text(static_cast<EpochMillis>(bound), values.format());
  }
  return java_double(bound);
}

Result<PreparedRange> prepare_range(const RangeAggregation& request, const RangeAggregation::Range& range,
                                    const FieldValues& values) {
  PreparedRange prepared{.from = -kInfinity, .to = kInfinity};
  if (!is_null(range.from)) {
    Result<double> from = values.number_from(range.from);
    if (!from) return std::move(from).error();
    prepared.from = *from;
  }
  if (!is_null(range.to)) {
    Result<double> to = values.number_from(range.to);
    if (!to) return std::move(to).error();
    prepared.to = *to;
  }
  const std::string from_text = bound_text(prepared.from, request, values);
  const std::string to_text = bound_text(prepared.to, request, values);
  prepared.key = range.key ? *range.key : from_text + "-" + to_text;
  if (request.is_date || values.mapped_type() == FieldType::date) {
    if (!std::isinf(prepared.from)) prepared.from_text = from_text;
    if (!std::isinf(prepared.to)) prepared.to_text = to_text;
  }
  return prepared;
}

bool starts_before(const PreparedRange& a, const PreparedRange& b) {
  return std::pair(a.from, a.to) < std::pair(b.from, b.to);
}

}  // namespace

Result<std::vector<PreparedRange>> prepare_ranges(const RangeAggregation& request, const FieldValues& values) {
  std::vector<PreparedRange> ranges;
  for (const RangeAggregation::Range& range : request.ranges) {
    Result<PreparedRange> prepared = prepare_range(request, range, values);
    if (!prepared) return std::move(prepared).error();
    ranges.insert(std::upper_bound(ranges.begin(), ranges.end(), *prepared, starts_before), std::move(*prepared));
  }
  return ranges;
}

RangeCollector::RangeCollector(const Aggregation& request, List subs, FieldValues values,
                               std::vector<PreparedRange> ranges, BucketBudget& held)
    : Collector(request, std::move(subs)),
      values_(std::move(values)),
      ranges_(std::move(ranges)),
      counts_(static_cast<std::uint32_t>(ranges_.size()), held),
      batch_(subs_) {}

void RangeCollector::begin_segment(const SegmentContext& context) {
  Collector::begin_segment(context);
  segment_ = values_.open(context.view, context.schema);
  counting_ = false;
}

void RangeCollector::count_list(std::span<const std::uint32_t> docs) {
  if (!counting_) begin_counting();
  by_interval_ ? intervals_.count(docs) : counter_.count(docs);
}

bool RangeCollector::collect_known(const SegmentContext& context, const KnownMatches& matches) {
  if (!counts_lists() || counting_) return false;
  begin_counting();
  const bool by_code = segment_.numbers->is_live() && segment_.numbers->width() == 1;
  if (by_interval_ ? edges_.empty() : !by_code) return false;
  const NumberSlots slots(*segment_.numbers, by_interval_ ? std::span<const std::int64_t>(edges_)
                                                          : std::span<const std::int64_t>());
  const auto counts = kept_counts(context.view, matches, segment_.field, slots);
  if (!counts) return false;
  by_interval_ ? intervals_.take(*counts) : counter_.take(*counts);
  return true;
}

void RangeCollector::begin_counting() {
  counting_ = true;
  by_interval_ = segment_.numbers->width() > 1 && find_edges();
  if (by_interval_) {
    intervals_.begin(*segment_.numbers, edges_, false);
  } else {
    counter_.begin(*segment_.numbers);
  }
}

/// False where the ranges have too many edges, or edges that the encoding cannot express.
bool RangeCollector::find_edges() {
  edges_.clear();
  for (const PreparedRange& range : ranges_) {
    for (const double bound : {range.from, range.to}) {
      if (std::isinf(bound)) continue;
      const EncodedEdge edge = encoded_edge(*segment_.numbers, bound);
      if (!edge.exact) return false;
      edges_.push_back(edge.at);
    }
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  return edges_.size() <= IntervalCounter::kMaxEdges;
}

/// An interval lies in a range wholly or not at all, so that its first number speaks for it.
void RangeCollector::fold_intervals() {
  for (std::size_t i = 0; i < intervals_.size(); ++i) {
    if (intervals_.docs(i) == 0) continue;
    count_value(i == 0 ? -kInfinity : number_of(edges_[i - 1]), intervals_.docs(i));
  }
}

void RangeCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                             std::span<const std::uint32_t> owners) {
  counts_.fit(owners);
  seen_in_.assign(ranges_.size(), 0);
  const auto take = [&](std::size_t i, double number) {
    for (std::uint32_t r = 0; r < ranges_.size(); ++r) {
      if (!ranges_[r].holds(number) || seen_in_[r] == i + 1) continue;
      seen_in_[r] = i + 1;
      put(window, docs[i], owners[i], r);
    }
  };
  const auto take_missing = [&](std::size_t i) {
    if (values_.has_missing()) take(i, values_.number(values_.missing_key()));
  };
  if (segment_.numbers != nullptr) {
    segment_.for_each_number(
        docs, [&](std::size_t i, std::int64_t encoded) { take(i, number_of(encoded)); }, take_missing);
  } else {
    for (std::size_t i = 0; i < docs.size(); ++i) take_missing(i);
  }
  batch_.flush(window);
}

void RangeCollector::put(MatchWindow& window, std::uint32_t doc, std::uint32_t owner, std::uint32_t range) {
  const std::uint32_t bucket = counts_.bucket(owner, range);
  counts_.add(bucket);
  if (!is_leaf()) batch_.push(window, doc, bucket);
}

void RangeCollector::count_value(double number, std::uint64_t docs) {
  for (std::uint32_t r = 0; r < ranges_.size(); ++r) {
    if (ranges_[r].holds(number)) counts_.add(r, docs);
  }
}

void RangeCollector::end_segment() {
  if (counting_) {
    counts_.fit(std::uint32_t{0});
    if (by_interval_) {
      fold_intervals();
    } else {
      counter_.for_each([&](std::int64_t encoded, std::uint64_t docs) { count_value(number_of(encoded), docs); });
    }
    const std::uint64_t missing = by_interval_ ? intervals_.missing() : counter_.missing();
    if (values_.has_missing()) count_value(values_.number(values_.missing_key()), missing);
  }
  Collector::end_segment();
}

AggregationResult RangeCollector::result(std::uint32_t owner, BucketBudget& budget) const {
  const auto& request = std::get<RangeAggregation>(request_.node);
  BucketsResult buckets{.keyed = request.keyed};
  if (budget.take(ranges_.size())) {
    for (std::uint32_t r = 0; r < ranges_.size(); ++r) {
      const PreparedRange& range = ranges_[r];
      Bucket& bucket = buckets.buckets.emplace_back();
      bucket.key = range.key;
      bucket.key_text = range.key;
      if (!std::isinf(range.from)) bucket.from = range.from;
      if (!std::isinf(range.to)) bucket.to = range.to;
      bucket.from_text = range.from_text;
      bucket.to_text = range.to_text;
      bucket.doc_count = counts_.count(owner, r);
      bucket.sub = sub_results(counts_.bucket(owner, r), budget);
    }
  }
  return {request_.name, &request_, std::move(buckets)};
}

}  // namespace aisle::engine
