#include "random_aggregations.hpp"

#include <string>
#include <utility>

namespace aisle::engine {
namespace {

class Maker {
 public:
  Maker(std::mt19937& random, unsigned depth) : random_(random), depth_(depth) {}

  Aggregation make(std::string name) {
    Aggregation aggregation;
    aggregation.name = std::move(name);
    const bool bucketing = depth_ < 3 && below(3) != 0;
    if (bucketing) aggregation.sub = random_aggregations(random_, depth_ + 1);
    switch (below(bucketing ? 7 : 8)) {
      case 0:
      case 1: aggregation.node = keyword_terms(); break;
      case 2: aggregation.node = number_terms(); break;
      case 3: aggregation.node = range(); break;
      case 4: aggregation.node = histogram(); break;
      case 5: aggregation.node = single(); break;
      case 6: aggregation.node = filters(); break;
      default: aggregation.node = metric(); break;
    }
    if (auto* terms = std::get_if<TermsAggregation>(&aggregation.node)) order_by_child(*terms, aggregation.sub);
    return aggregation;
  }

 private:
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return *(choices.begin() + below(static_cast<unsigned>(choices.size())));
  }

  void shape(TermsAggregation& terms) {
    terms.size = pick<std::uint64_t>({1, 3, 10, 1'000});
    terms.min_doc_count = pick<std::uint64_t>({0, 1, 1, 1, 3});
    if (terms.min_doc_count == 0 && depth_ > 1) terms.min_doc_count = 1;
    const auto by = pick({BucketOrder::By::count, BucketOrder::By::key});
    if (below(2) == 0) terms.order.push_back({.by = by, .ascending = below(2) == 0});
  }
  TermsAggregation keyword_terms() {
    TermsAggregation terms;
    terms.field = depth_ == 0 ? pick({"brand", "categories", "product", "unknown"}) : pick({"brand", "categories"});
    shape(terms);
    if (below(4) == 0) terms.missing = pick<std::string>({"none", "c3"});
    if (below(5) == 0) terms.include = {"brand0", "brand4", "c1", "c2", "c3", "none"};
    if (below(5) == 0) terms.exclude = {"brand0", "c7", "none"};
    return terms;
  }
  TermsAggregation number_terms() {
    TermsAggregation terms;
    terms.field = pick({"rating", "in_stock", "created", "sizes"});
    shape(terms);
    if (below(4) == 0) terms.missing = std::int64_t{1};
    if (below(5) == 0) terms.include = {std::int64_t{0}, std::int64_t{1}, std::int64_t{4}};
    return terms;
  }
  RangeAggregation range() {
    RangeAggregation range;
    range.field = pick({"price", "rating", "sizes", "weight"});
    if (below(4) == 0) range.missing = std::int64_t{3};
    for (unsigned i = 1 + below(4); i > 0; --i) {
      RangeAggregation::Range& bounds = range.ranges.emplace_back();
      const double from = below(100) / 10.0;
      if (below(4) != 0) bounds.from = from;
      if (below(4) != 0) bounds.to = from + below(150);
      if (below(3) == 0) bounds.key = "range" + std::to_string(i);
    }
    return range;
  }
  HistogramAggregation histogram() {
    HistogramAggregation histogram;
    histogram.field = pick({"price", "rating", "sizes", "weight"});
    histogram.interval = pick({1.0, 2.5, 10.0});
    histogram.offset = pick({0.0, 0.5, -3.0});
    histogram.min_doc_count = below(3);
    if (below(4) == 0) histogram.missing = std::int64_t{2};
    if (below(3) == 0) histogram.extended_min = -20.0;
    if (below(3) == 0) histogram.extended_max = 30.0;
    if (below(4) == 0) histogram.order.push_back({.by = BucketOrder::By::count, .ascending = below(2) == 0});
    return histogram;
  }
  QueryPtr query() {
    if (below(6) == 0) return make_query(MatchAllQuery{});
    if (below(2) == 0) {
      TermQuery term;
      term.field = "categories";
      term.value = "c" + std::to_string(below(40));
      return make_query(std::move(term));
    }
    RangeQuery range;
    range.field = "price";
    range.from = static_cast<double>(below(200));
    return make_query(std::move(range));
  }
  Aggregation::Node single() {
    if (depth_ == 0 && below(4) == 0) return GlobalAggregation{};
    if (below(3) == 0) return MissingAggregation{pick({"brand", "sizes", "price", "unknown"})};
    return FilterAggregation{query()};
  }
  FiltersAggregation filters() {
    FiltersAggregation filters;
    for (unsigned i = 1 + below(3); i > 0; --i) filters.filters.push_back({"f" + std::to_string(i), query()});
    if (below(2) == 0) filters.other_name = "other";
    return filters;
  }
  MetricAggregation metric() {
    using Kind = MetricAggregation::Kind;
    MetricAggregation metric;
    metric.kind = pick({Kind::min, Kind::max, Kind::sum, Kind::avg, Kind::value_count, Kind::stats,
                        Kind::extended_stats, Kind::cardinality});
    const bool any_field = metric.kind == Kind::value_count || metric.kind == Kind::cardinality;
    metric.field = any_field ? pick({"brand", "categories", "product", "price", "sizes", "weight"})
                             : pick({"price", "sizes", "weight", "rating", "unknown"});
    const bool is_text = metric.field == "brand" || metric.field == "categories" || metric.field == "product";
    if (below(4) == 0) metric.missing = is_text ? Value(std::string("none")) : Value(std::int64_t{7});
    return metric;
  }
  /// Only by what is exact in any order of addition.
  void order_by_child(TermsAggregation& terms, const std::vector<Aggregation>& subs) {
    for (const Aggregation& sub : subs) {
      const auto* metric = std::get_if<MetricAggregation>(&sub.node);
      if (below(2) == 0) continue;
      if (metric != nullptr) {
        using Kind = MetricAggregation::Kind;
        const bool many = metric->kind == Kind::stats || metric->kind == Kind::extended_stats;
        if (metric->kind == Kind::sum || metric->kind == Kind::avg) continue;
        terms.order = {{.by = BucketOrder::By::metric, .ascending = below(2) == 0, .path = sub.name + (many ? ".max" : "")}};
      } else if (std::holds_alternative<FilterAggregation>(sub.node)) {
        terms.order = {{.by = BucketOrder::By::metric, .ascending = below(2) == 0, .path = sub.name},
                       {.by = BucketOrder::By::key, .ascending = false}};
      }
    }
  }

  std::mt19937& random_;
  unsigned depth_;
};

}  // namespace

std::vector<Aggregation> random_aggregations(std::mt19937& random, unsigned depth) {
  std::vector<Aggregation> aggregations;
  const unsigned count = depth == 0 ? 4 : 1 + static_cast<unsigned>(random() % 2);
  for (unsigned i = 0; i < count; ++i) aggregations.push_back(Maker(random, depth).make("a" + std::to_string(i)));
  return aggregations;
}

}  // namespace aisle::engine
