#include "bench/load/query_rows.hpp"

#include <algorithm>
#include <map>

#include "bench/load/search_bodies.hpp"
#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::bench {
namespace {

using loaders::QueryKind;
using loaders::StorefrontQuery;

Result<engine::SearchRequest> parse(const std::string& body) {
  auto document = JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  auto search = server::es_api::parse_search(&*document, {});
  if (!search) return std::move(search).error();
  return std::move(search->request);
}

std::string one_fuzzy_word(const StorefrontQuery& query) {
  const std::string word = query.text.substr(0, query.text.find(' '));
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("query").begin_object().key("fuzzy").begin_object().key("title").begin_object();
  json.field("value", word).field("fuzziness", 2).end_object().end_object().end_object().end_object();
  return body;
}

bool has_two_words(const StorefrontQuery& query) {
  return query.kind == QueryKind::terms && std::count(query.text.begin(), query.text.end(), ' ') == 1;
}

}  // namespace

Result<std::vector<QueryRow>> make_rows(const loaders::CatalogGenerator& catalog, std::uint64_t products,
                                        std::uint64_t seed, std::uint64_t queries) {
  const loaders::QueryLog log(catalog, products, seed);
  std::map<std::string, QueryRow> rows;
  for (const StorefrontQuery& query : log.queries(queries)) {
    std::vector<std::pair<std::string, std::string>> bodies;
    const std::string page = search_body(query);
    bodies.emplace_back("mixed", page);
    bodies.emplace_back("log_" + std::string(to_string(query.kind)), page);
    if (has_two_words(query)) {
      StorefrontQuery plain = query;
      plain.filters = {};
      bodies.emplace_back("facets_two_terms", search_body(plain));
    }
    if (query.kind == QueryKind::typo) bodies.emplace_back("fuzzy2_term", one_fuzzy_word(query));
    if (query.kind == QueryKind::prefix) {
      StorefrontQuery plain = query;
      plain.filters = {};
      bodies.emplace_back("autocomplete", search_body(plain));
    }
    for (const auto& [name, body] : bodies) {
      auto request = parse(body);
      if (!request) return std::move(request).error();
      rows[name].requests.push_back(std::move(*request));
    }
  }
  std::vector<QueryRow> out;
  for (auto& [name, row] : rows) {
    row.name = name;
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace aisle::bench
