#include "server/es_api/search/write_search_response.hpp"

#include <cmath>
#include <memory>
#include <vector>

#include "server/es_api/aggregations/write_aggregations.hpp"
#include "server/es_api/search/hit_source.hpp"

namespace aisle::server::es_api {
namespace {


void write_total(JsonWriter& json, const engine::SearchResponse& response, const SearchBody& body) {
  if (!body.show_total) {
    if (body.total_as_integer) json.field("total", -1);  // Elasticsearch's word for "not counted"
    return;
  }
  if (body.total_as_integer) {
    json.field("total", response.total);
    return;
  }
  json.key("total").begin_object().field("value", response.total);
  json.field("relation", response.total_is_lower_bound ? "gte" : "eq").end_object();
}

void write_score(JsonWriter& json, std::string_view name, float score) {
  json.key(name);
  if (std::isnan(score)) {
    json.null();
  } else {
    json.real(score);
  }
}

/// Writes the hits of one answer; keeps one source reader per index.
class HitWriter {
 public:
  HitWriter(const engine::SearchResponse& response, std::span<const std::shared_ptr<const loaders::Mapping>> mappings,
            const SearchBody& body, JsonWriter& json)
      : response_(response), body_(body), json_(json) {
    const SourceSelection& wanted = body.source;
    for (std::size_t i = 0; i < mappings.size(); ++i) {
      sources_.push_back(std::make_unique<HitSource>(
          response.targets[i].snapshot->schema(),
          source_view(*mappings[i], wanted.enabled, wanted.includes, wanted.excludes)));
    }
  }

  void write(const engine::Hit& hit) {
    const engine::SearchTarget& target = response_.targets[hit.target];
    const engine::Segment& segment = *target.snapshot->segments()[hit.segment].segment;
    json_.begin_object().field("_index", target.index);
    if (!body_.hide_ids) json_.field("_id", segment.doc_id(hit.doc));
    if (body_.show_version) json_.field("_version", segment.version(hit.doc));
    if (body_.show_seq_no) json_.field("_seq_no", segment.sequence_number(hit.doc)).field("_primary_term", 1);
    write_score(json_, "_score", hit.score);
    HitSource& source = *sources_[hit.target];
    if (source.is_shown()) {
      json_.key("_source").raw({});
      source.append(segment, hit.doc, json_.out());
    }
    write_sort(hit);
    write_names(hit);
    json_.end_object();
  }

 private:
  void write_sort(const engine::Hit& hit) {
    if (hit.sort.empty()) return;
    json_.key("sort").begin_array();
    for (const engine::Value& value : hit.sort) json_.value(value);
    json_.end_array();
  }
  void write_names(const engine::Hit& hit) {
    if (hit.matched_queries.empty()) return;
    json_.key("matched_queries").begin_array();
    for (const std::string& name : hit.matched_queries) json_.string(name);
    json_.end_array();
  }

  const engine::SearchResponse& response_;
  const SearchBody& body_;
  JsonWriter& json_;
  std::vector<std::unique_ptr<HitSource>> sources_;
};

}  // namespace

void write_search_shards(JsonWriter& json, std::uint64_t targets) {
  json.key("_shards").begin_object();
  json.field("total", targets).field("successful", targets).field("skipped", 0).field("failed", 0).end_object();
}

void write_search_response(const SearchAnswer& answer,
                           std::span<const std::shared_ptr<const loaders::Mapping>> mappings, const SearchBody& body,
                           bool typed_keys, std::string& out) {
  const engine::SearchResponse& response = answer.response;
  JsonWriter json(out);
  json.begin_object().field("took", answer.took_ms).field("timed_out", response.timed_out);
  write_search_shards(json, response.targets.size());
  json.key("hits").begin_object();
  write_total(json, response, body);
  write_score(json, "max_score", response.max_score.value_or(std::nanf("")));
  json.key("hits").begin_array();
  HitWriter hits(response, mappings, body, json);
  for (const engine::Hit& hit : response.hits) hits.write(hit);
  json.end_array().end_object();
  if (!response.aggregations.empty()) {
    json.key("aggregations");
    write_aggregations(json, response.aggregations, typed_keys);
  }
  if (!body.suggestions.empty()) {
    json.key("suggest");
    write_suggestions(json, response.targets, mappings, body, answer.suggested, typed_keys);
  }
  json.end_object();
}

}  // namespace aisle::server::es_api
