#include "plain_aggregations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "engine/aggregate/metric_values.hpp"
#include "engine/aggregate/values/number_text.hpp"

namespace aisle::engine {
namespace {

using Documents = std::vector<const PlainDocument*>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double number(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::get<double>(value);
}

class Plain {
 public:
  explicit Plain(const std::vector<PlainTarget>& catalog) {
    for (const PlainTarget& target : catalog) {
      for (const auto& segment : target.segments) {
        for (const PlainDocument& document : segment) {
          every_.push_back(&document);
          if (document.alive) alive_.push_back(&document);
          if (document.alive && document.matches) matches_.push_back(&document);
        }
      }
    }
  }

  std::vector<AggregationResult> run(const std::vector<Aggregation>& requests) { return run(requests, matches_); }

 private:
  std::vector<AggregationResult> run(const std::vector<Aggregation>& requests, const Documents& documents) {
    std::vector<AggregationResult> results;
    for (const Aggregation& request : requests) {
      results.push_back({request.name, &request, std::visit([&](const auto& node) -> decltype(AggregationResult::node) {
                           return compute(node, request, documents);
                         }, request.node)});
    }
    return results;
  }

  /// Values in order, each once unless `keep_twins`; `missing` stands in where there is none.
  static std::vector<Value> values(const PlainDocument& document, const std::string& field, const Value& missing,
                                   bool keep_twins = false) {
    const auto found = document.values.find(field);
    if (found == document.values.end()) return is_null(missing) ? std::vector<Value>{} : std::vector<Value>{missing};
    std::vector<Value> list = found->second;
    std::sort(list.begin(), list.end());
    if (!keep_twins) list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
  }

  static bool accepted(const TermsAggregation& terms, const Value& value) {
    const auto in = [&](const std::vector<Value>& list) {
      return std::find(list.begin(), list.end(), value) != list.end();
    };
    return (terms.include.empty() || in(terms.include)) && !in(terms.exclude);
  }

  static double metric_of(const Bucket& bucket, const std::string& path) {
    const std::size_t dot = path.find('.');
    for (const AggregationResult& sub : bucket.sub) {
      if (sub.name != path.substr(0, dot)) continue;
      if (const auto* single = std::get_if<SingleBucketResult>(&sub.node)) {
        return static_cast<double>(single->doc_count);
      }
      const auto& metric = std::get<MetricResult>(sub.node);
      return MetricValues{metric}.named(dot == std::string::npos ? "" : path.substr(dot + 1)).value();
    }
    return 0.0;
  }

  static int compare(const BucketOrder& order, const Bucket& a, const Bucket& b) {
    const auto three_way = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    if (order.by == BucketOrder::By::metric) {
      const double x = metric_of(a, order.path);
      const double y = metric_of(b, order.path);
      if (std::isnan(x) || std::isnan(y)) return std::isnan(x) - std::isnan(y);
      return order.ascending ? three_way(x, y) : three_way(y, x);
    }
    const int up = order.by == BucketOrder::By::key ? three_way(a.key, b.key) : three_way(a.doc_count, b.doc_count);
    return order.ascending ? up : -up;
  }

  static void sort_buckets(std::vector<Bucket>& buckets, const std::vector<BucketOrder>& orders) {
    std::sort(buckets.begin(), buckets.end(), [&](const Bucket& a, const Bucket& b) {
      for (const BucketOrder& order : orders) {
        if (const int decided = compare(order, a, b); decided != 0) return decided < 0;
      }
      return a.key < b.key;
    });
  }

  TermsResult compute(const TermsAggregation& terms, const Aggregation& request, const Documents& documents) {
    std::map<Value, Documents> lists;
    if (terms.min_doc_count == 0) {
      for (const PlainDocument* document : every_) {
        for (const Value& value : values(*document, terms.field, {})) {
          if (accepted(terms, value)) lists[value];
        }
      }
    }
    for (const PlainDocument* document : documents) {
      for (const Value& value : values(*document, terms.field, terms.missing)) {
        if (accepted(terms, value)) lists[value].push_back(document);
      }
    }
    TermsResult result;
    for (const auto& [key, list] : lists) {
      if (list.size() >= terms.min_doc_count) result.buckets.push_back(make_bucket(key, request, list));
    }
    sort_buckets(result.buckets, terms.order.empty() ? std::vector<BucketOrder>{{}} : terms.order);
    while (result.buckets.size() > terms.size) {
      result.other_doc_count += result.buckets.back().doc_count;
      result.buckets.pop_back();
    }
    if (terms.field == "in_stock") {
      for (Bucket& bucket : result.buckets) bucket.key = std::get<std::int64_t>(bucket.key) != 0;
    }
    return result;
  }

  Bucket make_bucket(Value key, const Aggregation& request, const Documents& documents) {
    Bucket bucket;
    bucket.key = std::move(key);
    bucket.doc_count = documents.size();
    bucket.sub = run(request.sub, documents);
    return bucket;
  }

  BucketsResult compute(const RangeAggregation& ranges, const Aggregation& request, const Documents& documents) {
    BucketsResult result{.keyed = ranges.keyed};
    for (const auto& range : ranges.ranges) {
      const double from = is_null(range.from) ? -kInfinity : number(range.from);
      const double to = is_null(range.to) ? kInfinity : number(range.to);
      Documents list;
      for (const PlainDocument* document : documents) {
        const auto all = values(*document, ranges.field, ranges.missing);
        if (std::any_of(all.begin(), all.end(), [&](const Value& v) { return number(v) >= from && number(v) < to; })) {
          list.push_back(document);
        }
      }
      const auto text = [](double bound) { return std::isinf(bound) ? std::string("*") : java_double(bound); };
      result.buckets.push_back(make_bucket(range.key.value_or(text(from) + "-" + text(to)), request, list));
      if (!std::isinf(from)) result.buckets.back().from = from;
      if (!std::isinf(to)) result.buckets.back().to = to;
    }
    // By from, then to; equal ones stay as they came.
    std::vector<Bucket> sorted;
    const auto before = [](const Bucket& a, const Bucket& b) {
      return std::pair(a.from.value_or(-kInfinity), a.to.value_or(kInfinity)) <
             std::pair(b.from.value_or(-kInfinity), b.to.value_or(kInfinity));
    };
    for (Bucket& bucket : result.buckets) {
      const auto at = std::upper_bound(sorted.begin(), sorted.end(), bucket, before);
      sorted.insert(at, std::move(bucket));
    }
    result.buckets = std::move(sorted);
    return result;
  }

  BucketsResult compute(const HistogramAggregation& histogram, const Aggregation& request,
                        const Documents& documents) {
    const auto step = [&](double value) { return std::floor((value - histogram.offset) / histogram.interval) + 0.0; };
    std::map<double, Documents> lists;
    for (const PlainDocument* document : documents) {
      std::set<double> steps;
      for (const Value& value : values(*document, histogram.field, histogram.missing)) steps.insert(step(number(value)));
      for (const double at : steps) lists[at].push_back(document);
    }
    if (histogram.min_doc_count == 0) {
      double first = lists.empty() ? kInfinity : lists.begin()->first;
      double last = lists.empty() ? -kInfinity : lists.rbegin()->first;
      if (histogram.extended_min) first = std::min(first, step(*histogram.extended_min));
      if (histogram.extended_max) last = std::max(last, step(*histogram.extended_max));
      if (std::isfinite(first) && std::isfinite(last)) {
        for (double at = first; at <= last; ++at) lists[at];
      }
    }
    BucketsResult result{.keyed = histogram.keyed};
    for (const auto& [at, list] : lists) {
      if (list.size() < histogram.min_doc_count) continue;
      result.buckets.push_back(make_bucket(at * histogram.interval + histogram.offset, request, list));
    }
    if (!histogram.order.empty()) sort_buckets(result.buckets, histogram.order);
    return result;
  }

  MetricResult compute(const MetricAggregation& metric, const Aggregation&, const Documents& documents) {
    MetricResult result{.kind = metric.kind, .min = kInfinity, .max = -kInfinity};
    std::set<Value> distinct;
    long double sum = 0;
    long double squares = 0;
    for (const PlainDocument* document : documents) {
      const bool is_text = metric.field == "brand" || metric.field == "categories" || metric.field == "product";
      for (const Value& value : values(*document, metric.field, metric.missing, !is_text)) {
        distinct.insert(value);
        ++result.count;
        if (is_text) continue;
        result.min = std::min(result.min, number(value));
        result.max = std::max(result.max, number(value));
        sum += number(value);
        squares += static_cast<long double>(number(value)) * number(value);
      }
    }
    result.sum = static_cast<double>(sum);
    result.sum_of_squares = static_cast<double>(squares);
    if (metric.kind == MetricAggregation::Kind::cardinality) result.count = distinct.size();
    return result;
  }

  SingleBucketResult compute(const FilterAggregation& filter, const Aggregation& request, const Documents& documents) {
    return single(request, select(documents, [&](const PlainDocument& d) { return passes(*filter.filter, d); }));
  }
  SingleBucketResult compute(const MissingAggregation& missing, const Aggregation& request,
                             const Documents& documents) {
    return single(request, select(documents, [&](const PlainDocument& d) { return !d.values.contains(missing.field); }));
  }
  SingleBucketResult compute(const GlobalAggregation&, const Aggregation& request, const Documents&) {
    return single(request, alive_);
  }
  BucketsResult compute(const FiltersAggregation& filters, const Aggregation& request, const Documents& documents) {
    BucketsResult result{.keyed = filters.keyed};
    for (const auto& named : filters.filters) {
      result.buckets.push_back(make_bucket(
          {}, request, select(documents, [&](const PlainDocument& d) { return passes(*named.filter, d); })));
      result.buckets.back().key_text = named.name;
    }
    if (filters.other_name) {
      const auto other = select(documents, [&](const PlainDocument& d) {
        return std::none_of(filters.filters.begin(), filters.filters.end(),
                            [&](const auto& named) { return passes(*named.filter, d); });
      });
      result.buckets.push_back(make_bucket({}, request, other));
      result.buckets.back().key_text = *filters.other_name;
    }
    return result;
  }

  template <class Wanted>
  static Documents select(const Documents& documents, Wanted&& wanted) {
    Documents chosen;
    for (const PlainDocument* document : documents) {
      if (wanted(*document)) chosen.push_back(document);
    }
    return chosen;
  }
  SingleBucketResult single(const Aggregation& request, const Documents& documents) {
    return {documents.size(), run(request.sub, documents)};
  }

  Documents every_;
  Documents alive_;
  Documents matches_;
};

}  // namespace

std::vector<AggregationResult> aggregate_plainly(const std::vector<Aggregation>& requests,
                                                 const std::vector<PlainTarget>& catalog) {
  return Plain(catalog).run(requests);
}

}  // namespace aisle::engine
