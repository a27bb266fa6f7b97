#include "bench/load/query_rows.hpp"

#include <map>

#include "bench/load/row_bodies.hpp"
#include "bench/load/search_bodies.hpp"
#include "base/json/json_document.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::bench {
namespace {

using loaders::StorefrontQuery;

Result<engine::SearchRequest> parse(const std::string& body) {
  auto document = JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  auto search = server::es_api::parse_search(&*document, {});
  if (!search) return std::move(search).error();
  return std::move(search->request);
}

}  // namespace

Result<std::vector<QueryRow>> make_rows(const loaders::CatalogGenerator& catalog, std::uint64_t products,
                                        std::uint64_t seed, std::uint64_t queries) {
  const loaders::QueryLog log(catalog, products, seed);
  std::map<std::string, QueryRow> rows;
  for (const StorefrontQuery& query : log.queries(queries)) {
    auto bodies = row_bodies(query);
    bodies.emplace_back("mixed", search_body(query));
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
