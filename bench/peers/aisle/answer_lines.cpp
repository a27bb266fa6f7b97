#include "bench/peers/aisle/answer_lines.hpp"

#include <variant>

#include "base/json/json_writer.hpp"

namespace aisle::bench {
namespace {

using engine::AggregationResult;
using engine::Bucket;
using engine::Value;

struct KeyText {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return std::to_string(static_cast<std::int64_t>(value)); }
  std::string operator()(const std::string& value) const { return value; }
};

bool is_boolean(const AggregationResult& facet) {
  const auto* terms = std::get_if<engine::TermsResult>(&facet.node);
  return terms != nullptr && terms->type == engine::FieldType::boolean;
}

void write_buckets(JsonWriter& json, const AggregationResult& facet, const std::vector<Bucket>& buckets) {
  const bool numbered = std::holds_alternative<engine::RangeAggregation>(facet.request->node);
  const bool boolean = is_boolean(facet);
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (buckets[i].doc_count == 0) continue;
    std::string key = numbered ? std::to_string(i) : std::visit(KeyText{}, buckets[i].key);
    if (boolean && !buckets[i].key_text.empty()) key = buckets[i].key_text;
    json.field(key, buckets[i].doc_count);
  }
}

void write_facet(JsonWriter& json, std::string_view name, const AggregationResult& facet) {
  if (const auto* single = std::get_if<engine::SingleBucketResult>(&facet.node)) {
    for (const AggregationResult& inner : single->sub) write_facet(json, name, inner);
    return;
  }
  json.key(name).begin_object();
  if (const auto* terms = std::get_if<engine::TermsResult>(&facet.node)) write_buckets(json, facet, terms->buckets);
  if (const auto* buckets = std::get_if<engine::BucketsResult>(&facet.node)) write_buckets(json, facet, buckets->buckets);
  json.end_object();
}

double ranked_by(const engine::SearchRequest& request, const engine::Hit& hit) {
  if (request.sort.empty() || hit.sort.empty()) return static_cast<double>(hit.score);
  if (const auto* real = std::get_if<double>(&hit.sort[0])) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&hit.sort[0])) return static_cast<double>(*integer);
  return static_cast<double>(hit.score);
}

}  // namespace

void append_answer(std::uint64_t i, const engine::SearchRequest& request, const engine::SearchResponse& response,
                   std::string& out) {
  JsonWriter json(out);
  json.begin_object().field("i", i).field("total", response.total).field("exact", !response.total_is_lower_bound);
  json.key("hits").begin_array();
  for (const engine::Hit& hit : response.hits) {
    const auto& segment = *response.targets[hit.target].snapshot->segments()[hit.segment].segment;
    json.begin_array().string(segment.doc_id(hit.doc)).real(ranked_by(request, hit)).end_array();
  }
  json.end_array();
  if (!response.aggregations.empty()) {
    json.key("facets").begin_object();
    for (const AggregationResult& facet : response.aggregations) write_facet(json, facet.name, facet);
    json.end_object();
  }
  json.end_object();
  out += '\n';
}

void append_options(std::uint64_t i, const engine::SearchTarget& target,
                    std::span<const engine::CompletionOption> options, std::string& out) {
  JsonWriter json(out);
  json.begin_object().field("i", i).field("total", std::uint64_t{options.size()}).field("exact", true);
  json.key("hits").begin_array();
  for (const engine::CompletionOption& option : options) {
    const auto& segment = *target.snapshot->segments()[option.segment].segment;
    json.begin_array().string(segment.doc_id(option.doc)).real(option.score).end_array();
  }
  json.end_array().end_object();
  out += '\n';
}

}  // namespace aisle::bench
