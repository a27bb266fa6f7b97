#include "engine/aggregate/collect/build_collectors.hpp"

#include <memory>
#include <string>
#include <utility>

#include "engine/aggregate/collect/cardinality.hpp"
#include "engine/aggregate/collect/filters.hpp"
#include "engine/aggregate/collect/histogram.hpp"
#include "engine/aggregate/collect/keyword_terms.hpp"
#include "engine/aggregate/collect/metric.hpp"
#include "engine/aggregate/collect/number_terms.hpp"
#include "engine/aggregate/collect/range.hpp"
#include "engine/aggregate/collect/single_bucket.hpp"

namespace aisle::engine {
namespace {

using Built = Result<std::unique_ptr<Collector>>;

Error refuse(std::string message, std::string_view kind) {
  return {ErrorCode::invalid_argument, std::move(message), kind};
}

std::uint32_t nodes_of(const Aggregation& request) {
  const auto* filters = std::get_if<FiltersAggregation>(&request.node);
  return 1 + (filters == nullptr ? 0 : static_cast<std::uint32_t>(filters->filters.size()));
}

const char* name_of(MetricAggregation::Kind kind) {
  switch (kind) {
    case MetricAggregation::Kind::min: return "min";
    case MetricAggregation::Kind::max: return "max";
    case MetricAggregation::Kind::sum: return "sum";
    case MetricAggregation::Kind::avg: return "avg";
    case MetricAggregation::Kind::value_count: return "value_count";
    case MetricAggregation::Kind::stats: return "stats";
    case MetricAggregation::Kind::extended_stats: return "extended_stats";
    case MetricAggregation::Kind::cardinality: return "cardinality";
  }
  return "";
}

/// Makes one node; its children are made already.
class Builder {
 public:
  Builder(const Aggregation& request, Collector::List subs, const CollectorEnvironment& environment,
          std::uint32_t depth)
      : request_(request), subs_(std::move(subs)), environment_(environment), depth_(depth) {}

  Built operator()(const TermsAggregation& terms) {
    auto values = resolve("terms", {terms.field, terms.missing, terms.format});
    if (!values) return std::move(values).error();
    auto ordering = BucketOrdering::resolve(terms.order, {.by = BucketOrder::By::count}, subs_);
    if (!ordering) return std::move(ordering).error();
    if (values->keys() == ValueClass::terms) return keyword_terms(terms, std::move(*values), std::move(*ordering));
    auto filter = NumberFilter::create({"terms", request_.name}, terms, *values);
    if (!filter) return std::move(filter).error();
    return make<NumberTermsCollector>(std::move(subs_), std::move(*values), std::move(*filter), std::move(*ordering),
                                      environment_.held);
  }

  Built operator()(const RangeAggregation& range) {
    const char* const type = range.is_date ? "date_range" : "range";
    auto values = resolve(type, {range.field, range.missing, range.format, true});
    if (!values) return std::move(values).error();
    auto ranges = prepare_ranges(range, *values);
    if (!ranges) return std::move(ranges).error();
    return make<RangeCollector>(std::move(subs_), std::move(*values), std::move(*ranges), environment_.held);
  }

  Built operator()(const HistogramAggregation& histogram) {
    if (!(histogram.interval > 0.0)) {
      return refuse("[interval] must be >0 for histogram aggregation [" + request_.name + "]",
                    "illegal_argument_exception");
    }
    auto values = resolve("histogram", {histogram.field, histogram.missing, histogram.format, true});
    if (!values) return std::move(values).error();
    auto ordering = BucketOrdering::resolve(histogram.order, {.by = BucketOrder::By::key, .ascending = true}, subs_);
    if (!ordering) return std::move(ordering).error();
    return make<HistogramCollector>(std::move(subs_), std::move(*values), std::move(*ordering), environment_.held);
  }

  Built operator()(const MetricAggregation& metric) {
    const bool any_type = metric.kind == MetricAggregation::Kind::value_count ||
                          metric.kind == MetricAggregation::Kind::cardinality;
    if (!subs_.empty()) {
      return refuse("Aggregator [" + request_.name + "] of type [" + name_of(metric.kind) +
                        "] cannot accept sub-aggregations",
                    "aggregation_initialization_exception");
    }
    auto values = resolve(name_of(metric.kind), {metric.field, metric.missing, metric.format, !any_type});
    if (!values) return std::move(values).error();
    if (metric.kind == MetricAggregation::Kind::cardinality) {
      return make<CardinalityCollector>(std::move(*values), environment_.is_only_segment, environment_.held);
    }
    return make<MetricCollector>(std::move(*values), environment_.held);
  }

  Built operator()(const FilterAggregation& filter) {
    auto prepared = prepare_filter(filter.filter);
    if (!prepared) return std::move(prepared).error();
    return make<FilterCollector>(std::move(subs_), environment_.held, std::move(*prepared));
  }

  Built operator()(const FiltersAggregation& filters) {
    std::vector<SegmentFilter> prepared;
    for (const FiltersAggregation::Named& named : filters.filters) {
      auto filter = prepare_filter(named.filter);
      if (!filter) return std::move(filter).error();
      prepared.push_back(std::move(*filter));
    }
    return make<FiltersCollector>(std::move(subs_), std::move(prepared), environment_.held);
  }

  Built operator()(const MissingAggregation& missing) {
    auto values = resolve("missing", {missing.field, {}, {}});
    if (!values) return std::move(values).error();
    return make<MissingCollector>(std::move(subs_), environment_.held, std::move(*values));
  }

  Built operator()(const GlobalAggregation& /*global*/) {
    if (depth_ != 0) {
      return refuse("Aggregation [" + request_.name +
                        "] is a global aggregation. Global aggregations can only be defined as top level aggregations",
                    "aggregation_execution_exception");
    }
    return make<GlobalCollector>(std::move(subs_), environment_.held);
  }

 private:
  template <class Made, class... Arguments>
  Built make(Arguments&&... arguments) {
    return std::unique_ptr<Collector>(std::make_unique<Made>(request_, std::forward<Arguments>(arguments)...));
  }
  Result<FieldValues> resolve(const char* type, FieldValues::Wish wish) {
    return FieldValues::resolve({type, request_.name}, std::move(wish), environment_.context);
  }
  Result<SegmentFilter> prepare_filter(const QueryPtr& query) {
    return SegmentFilter::create(query, environment_.context.targets.size(), environment_.filters);
  }
  Built keyword_terms(const TermsAggregation& terms, FieldValues values, BucketOrdering ordering) {
    auto filter = TermFilter::create(terms);
    if (!filter) return std::move(filter).error();
    return make<KeywordTermsCollector>(std::move(subs_), std::move(values), std::move(*filter), std::move(ordering),
                                       environment_.is_only_segment, environment_.held);
  }

  const Aggregation& request_;
  Collector::List subs_;
  const CollectorEnvironment& environment_;
  std::uint32_t depth_;
};

}  // namespace

Result<Collector::List> build_collectors(const std::vector<Aggregation>& requests,
                                         const CollectorEnvironment& environment, std::uint32_t depth) {
  if (depth >= kMaxAggregationDepth && !requests.empty()) {
    return refuse("aggregations are nested deeper than " + std::to_string(kMaxAggregationDepth) + " levels",
                  "illegal_argument_exception");
  }
  Collector::List collectors;
  for (const Aggregation& request : requests) {
    environment.node_count += nodes_of(request);
    if (environment.node_count > kMaxAggregationNodes) {
      return refuse("a request may hold no more than " + std::to_string(kMaxAggregationNodes) +
                        " aggregations and filters",
                    "illegal_argument_exception");
    }
    Result<Collector::List> subs = build_collectors(request.sub, environment, depth + 1);
    if (!subs) return subs;
    Built built = std::visit(Builder(request, std::move(*subs), environment, depth), request.node);
    if (!built) return std::move(built).error();
    collectors.push_back(std::move(*built));
  }
  return collectors;
}

}  // namespace aisle::engine
