#include "server/es_api/aggregations/write_aggregations.hpp"

#include <string>
#include <string_view>
#include <variant>

#include "engine/aggregate/values/number_text.hpp"

namespace aisle::server::es_api {
namespace {

using engine::Aggregation;
using engine::AggregationResult;
using engine::Bucket;
using engine::FieldType;

std::string_view terms_type(FieldType type) {
  switch (engine::value_class(type)) {
    case engine::ValueClass::terms: return "sterms";
    case engine::ValueClass::integer: return "lterms";
    case engine::ValueClass::real: return "dterms";
  }
  return "sterms";
}

std::string_view metric_type(engine::MetricAggregation::Kind kind) {
  using Kind = engine::MetricAggregation::Kind;
  switch (kind) {
    case Kind::min: return "min";
    case Kind::max: return "max";
    case Kind::sum: return "sum";
    case Kind::avg: return "avg";
    case Kind::value_count: return "value_count";
    case Kind::stats: return "stats";
    case Kind::extended_stats: return "extended_stats";
    case Kind::cardinality: return "cardinality";
  }
  return "";
}

/// The word before `#` under typed_keys.
struct TypedName {
  const AggregationResult& result;
  std::string_view operator()(const engine::TermsAggregation&) const {
    return terms_type(std::get<engine::TermsResult>(result.node).type);
  }
  std::string_view operator()(const engine::RangeAggregation& range) const {
    return range.is_date ? "date_range" : "range";
  }
  std::string_view operator()(const engine::HistogramAggregation&) const { return "histogram"; }
  std::string_view operator()(const engine::MetricAggregation& metric) const { return metric_type(metric.kind); }
  std::string_view operator()(const engine::FilterAggregation&) const { return "filter"; }
  std::string_view operator()(const engine::FiltersAggregation&) const { return "filters"; }
  std::string_view operator()(const engine::MissingAggregation&) const { return "missing"; }
  std::string_view operator()(const engine::GlobalAggregation&) const { return "global"; }
};

class Writer {
 public:
  Writer(JsonWriter& out, bool typed_keys) : out_(out), typed_keys_(typed_keys) {}

  void write_members(std::span<const AggregationResult> results) {
    for (const AggregationResult& result : results) write_result(result);
  }

 private:
  void write_result(const AggregationResult& result) {
    write_name(result);
    out_.begin_object();
    if (!result.request->annotation.empty()) out_.key("meta").raw(result.request->annotation);
    std::visit([&](const auto& node) { write_node(node, *result.request); }, result.node);
    out_.end_object();
  }
  void write_name(const AggregationResult& result) {
    if (!typed_keys_) {
      out_.key(result.name);
      return;
    }
    std::string name(std::visit(TypedName{result}, result.request->node));
    out_.key(name.append("#").append(result.name));
  }

  void write_node(const engine::MetricResult& metric, const Aggregation& /*request*/) { write_metric(out_, metric); }
  void write_node(const engine::SingleBucketResult& single, const Aggregation& /*request*/) {
    out_.field("doc_count", single.doc_count);
    write_members(single.sub);
  }
  void write_node(const engine::TermsResult& terms, const Aggregation& /*request*/) {
    out_.field("doc_count_error_upper_bound", 0);
    out_.field("sum_other_doc_count", terms.other_doc_count);
    out_.key("buckets").begin_array();
    for (const Bucket& bucket : terms.buckets) {
      out_.begin_object();
      write_term_key(bucket);
      finish_bucket(bucket);
    }
    out_.end_array();
  }
  void write_term_key(const Bucket& bucket) {
    out_.key("key");
    if (const auto* truth = std::get_if<bool>(&bucket.key)) {
      out_.integer(*truth ? 1 : 0);
    } else {
      out_.value(bucket.key);
    }
    if (!bucket.key_text.empty()) out_.field("key_as_string", std::string_view(bucket.key_text));
  }

  void write_node(const engine::BucketsResult& buckets, const Aggregation& request) {
    out_.key("buckets");
    buckets.keyed ? out_.begin_object() : out_.begin_array();
    for (const Bucket& bucket : buckets.buckets) {
      if (buckets.keyed) out_.key(name_of(bucket));
      out_.begin_object();
      std::visit([&](const auto& node) { write_key(node, bucket, buckets.keyed); }, request.node);
      finish_bucket(bucket);
    }
    buckets.keyed ? out_.end_object() : out_.end_array();
  }
  static std::string name_of(const Bucket& bucket) {
    const auto* number = std::get_if<double>(&bucket.key);
    return bucket.key_text.empty() && number != nullptr ? engine::java_double(*number) : bucket.key_text;
  }
  void write_key(const engine::RangeAggregation& /*request*/, const Bucket& bucket, bool keyed) {
    if (!keyed) out_.field("key", std::string_view(bucket.key_text));
    if (bucket.from) out_.field("from", *bucket.from);
    if (!bucket.from_text.empty()) out_.field("from_as_string", std::string_view(bucket.from_text));
    if (bucket.to) out_.field("to", *bucket.to);
    if (!bucket.to_text.empty()) out_.field("to_as_string", std::string_view(bucket.to_text));
  }
  void write_key(const engine::HistogramAggregation& /*request*/, const Bucket& bucket, bool /*keyed*/) {
    out_.key("key").value(bucket.key);
    if (!bucket.key_text.empty()) out_.field("key_as_string", std::string_view(bucket.key_text));
  }
  /// Buckets of `filters` show no key.
  template <class Request>
  void write_key(const Request& /*request*/, const Bucket& /*bucket*/, bool /*keyed*/) {}

  void finish_bucket(const Bucket& bucket) {
    out_.field("doc_count", bucket.doc_count);
    write_members(bucket.sub);
    out_.end_object();
  }

  JsonWriter& out_;
  bool typed_keys_;
};

}  // namespace

void write_aggregations(JsonWriter& out, std::span<const AggregationResult> results, bool typed_keys) {
  out.begin_object();
  Writer(out, typed_keys).write_members(results);
  out.end_object();
}

}  // namespace aisle::server::es_api
