#include "bench/load/search_bodies.hpp"

#include "base/json/json_writer.hpp"

namespace aisle::bench {
namespace {

using loaders::QueryFilters;
using loaders::QueryKind;
using loaders::StorefrontQuery;

constexpr std::string_view kFacets =
    R"({"brand":{"terms":{"field":"brand.keyword","size":10}},)"
    R"("category":{"terms":{"field":"category","size":20}},)"
    R"("price":{"range":{"field":"price","ranges":[{"to":25},{"from":25,"to":50},{"from":50,"to":100},)"
    R"({"from":100,"to":200},{"from":200,"to":500},{"from":500}]}},)"
    R"("rating":{"histogram":{"field":"rating","interval":1}},)"
    R"("color":{"terms":{"field":"attributes.color","size":10}},)"
    R"("in_stock":{"terms":{"field":"in_stock"}}})";

void write_term(JsonWriter& json, std::string_view field, std::string_view value) {
  json.begin_object().key("term").begin_object().field(field, value).end_object().end_object();
}

void write_filters(JsonWriter& json, const QueryFilters& filters) {
  json.key("filter").begin_array();
  if (!filters.brand.empty()) write_term(json, "brand.keyword", filters.brand);
  if (!filters.category.empty()) write_term(json, "category", filters.category);
  if (filters.min_price || filters.max_price) {
    json.begin_object().key("range").begin_object().key("price").begin_object();
    if (filters.min_price) json.field("gte", *filters.min_price);
    if (filters.max_price) json.field("lte", *filters.max_price);
    json.end_object().end_object().end_object();
  }
  if (filters.in_stock) {
    json.begin_object().key("term").begin_object().field("in_stock", true).end_object().end_object();
  }
  json.end_array();
}

void write_text_clause(JsonWriter& json, const StorefrontQuery& query) {
  json.key("must").begin_object();
  switch (query.kind) {
    case QueryKind::browse: json.key("match_all").begin_object().end_object(); break;
    case QueryKind::phrase:
      json.key("match_phrase").begin_object().field("title", query.text).end_object();
      break;
    case QueryKind::prefix:
      json.key("match").begin_object().key("title.autocomplete").begin_object();
      json.field("query", query.text).field("operator", "and").end_object().end_object();
      break;
    default:
      json.key("multi_match").begin_object().field("query", query.text);
      json.key("fields").raw(R"(["title^3","brand^2","category.text","description"])");
      if (query.kind == QueryKind::typo) json.field("fuzziness", "AUTO");
      json.end_object();
  }
  json.end_object();
}

bool is_results_page(QueryKind kind) {
  return kind == QueryKind::terms || kind == QueryKind::typo || kind == QueryKind::browse;
}

}  // namespace

std::string_view facet_aggregations() { return kFacets; }

std::string search_body(const StorefrontQuery& query) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("size", query.kind == QueryKind::prefix ? 10 : 24);
  json.key("query").begin_object().key("bool").begin_object();
  write_text_clause(json, query);
  write_filters(json, query.filters);
  json.end_object().end_object();
  if (query.kind == QueryKind::prefix) json.key("_source").raw(R"(["title"])");
  if (query.kind == QueryKind::browse) json.key("sort").raw(R"([{"review_count":"desc"}])");
  if (is_results_page(query.kind)) json.field("track_total_hits", true).key("aggs").raw(kFacets);
  json.end_object();
  return body;
}

}  // namespace aisle::bench
