#include "engine/aggregate/collect/metric.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/aggregate/metric_values.hpp"

namespace aisle::engine {
namespace {

using Kind = MetricAggregation::Kind;

constexpr std::int64_t kMaxAddend = std::int64_t{1} << 40;  // a list's 4,160 of these stay within 2^53: exact as a double

/// One list's values as encoded integers, each within +-kMaxAddend: their sum is exact.
struct ListSums {
  std::uint64_t count = 0;
  std::int64_t min = std::numeric_limits<std::int64_t>::max();
  std::int64_t max = std::numeric_limits<std::int64_t>::min();
  std::int64_t sum = 0;

  void add(std::int64_t value) {
    ++count;
    min = std::min(min, value);
    max = std::max(max, value);
    sum += value;
  }
};

}  // namespace

MetricCollector::MetricCollector(const Aggregation& request, FieldValues values, BucketBudget& held)
    : Collector(request, {}),
      metric_(std::get<MetricAggregation>(request.node)),
      values_(std::move(values)),
      held_(held),
      squares_(metric_.kind == Kind::extended_stats) {}

void MetricCollector::begin_segment(const SegmentContext& context) {
  segment_ = values_.open(context.view, context.schema);
  integers_ = adds_integers();
}

bool MetricCollector::adds_integers() const {
  if (squares_ || values_.has_missing() || segment_.numbers == nullptr) return false;
  const NumericColumn& numbers = *segment_.numbers;
  if (numbers.is_multi_valued() || numbers.encoding().kind == NumericEncoding::Kind::double_bits) return false;
  // A live column's bounds may change meanwhile; what its codes can tell does not.
  if (numbers.is_live()) return numbers.width() < 8 && std::abs(numbers.base()) < kMaxAddend / 2;
  const auto bounds = numbers.bounds();
  return bounds && bounds->first >= -kMaxAddend && bounds->second <= kMaxAddend;
}

void MetricCollector::count_list(std::span<const std::uint32_t> docs) {
  ListSums sums;
  const bool live = segment_.numbers->is_live();
  segment_.numbers->visit_single([&](auto values, auto present) {
    for (const std::uint32_t doc : docs) {
      const std::int64_t value = values(doc);  // read once: a live value may go meanwhile
      if (live ? value != kMissingLiveValue : present(doc)) sums.add(value);
    }
  });
  if (sums.count == 0) return;
  if (moments_.empty()) moments_.resize(1);
  Moments& moments = moments_.front();
  const NumericEncoding& encoding = segment_.numbers->encoding();
  moments.count += sums.count;
  moments.min = std::min(moments.min, encoding.decode(sums.min));
  moments.max = std::max(moments.max, encoding.decode(sums.max));
  moments.sum.add(encoding.decode(sums.sum));
}

void MetricCollector::fit(std::span<const std::uint32_t> owners) {
  if (owners.empty()) return;
  const std::size_t wanted = std::size_t{*std::max_element(owners.begin(), owners.end())} + 1;
  if (wanted > moments_.size() && held_.take(wanted - moments_.size())) moments_.resize(wanted);
}

void MetricCollector::add(std::uint32_t owner, double number) {
  if (owner >= moments_.size()) return;
  moments_[owner].add(number);
  if (squares_) moments_[owner].squares.add(number * number);
}

void MetricCollector::collect(MatchWindow& /*window*/, std::span<const std::uint32_t> docs,
                              std::span<const std::uint32_t> owners) {
  fit(owners);
  if (values_.keys() == ValueClass::terms) return count_terms(docs, owners);
  const auto add_missing = [&](std::size_t i) {
    if (values_.has_missing()) add(owners[i], values_.number(values_.missing_key()));
  };
  if (segment_.numbers == nullptr) {
    for (std::size_t i = 0; i < docs.size(); ++i) add_missing(i);
    return;
  }
  segment_.for_each_number(
      docs, [&](std::size_t i, std::int64_t encoded) { add(owners[i], segment_.numbers->as_double(encoded)); },
      add_missing);
}

void MetricCollector::count_terms(std::span<const std::uint32_t> docs, std::span<const std::uint32_t> owners) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (owners[i] >= moments_.size()) continue;
    std::uint64_t count = 0;
    if (segment_.ordinals != nullptr) segment_.ordinals->for_each(DocId{docs[i]}, [&](auto) { ++count; });
    if (count == 0 && values_.has_missing()) count = 1;
    moments_[owners[i]].count += count;
  }
}

MetricResult MetricCollector::moments_of(std::uint32_t owner) const {
  const Moments moments = owner < moments_.size() ? moments_[owner] : Moments{};
  return {.kind = metric_.kind,
          .type = values_.mapped_type(),
          .count = moments.count,
          .min = moments.min,
          .max = moments.max,
          .sum = moments.sum.value(),
          .sum_of_squares = moments.squares.value(),
          .sigma = metric_.sigma,
          .date_format = values_.format()};
}

AggregationResult MetricCollector::result(std::uint32_t owner, BucketBudget& /*budget*/) const {
  return {request_.name, &request_, moments_of(owner)};
}

double MetricCollector::sort_value(std::uint32_t owner, std::string_view property) const {
  const MetricResult moments = moments_of(owner);
  return MetricValues{moments}.named(property).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::string MetricCollector::why_no_sort_value(std::string_view property) const {
  return why_not_named(request_.name, metric_.kind, property);
}

}  // namespace aisle::engine
