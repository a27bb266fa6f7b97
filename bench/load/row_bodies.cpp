#include "bench/load/row_bodies.hpp"

#include <algorithm>

#include "base/json/json_writer.hpp"
#include "bench/load/search_bodies.hpp"

namespace aisle::bench {
namespace {

using loaders::QueryFilters;
using loaders::QueryKind;
using loaders::StorefrontQuery;

constexpr std::string_view kFields = R"(["title^3","brand^2","category.text","description"])";

enum class Totals : bool { none, exact };

struct Parts {
  std::string query;
  Totals totals = Totals::none;
  bool facets = false;
  std::string_view more;  ///< further members of the body, each with a comma before it
};

std::string body_of(const Parts& parts) {
  std::string body = R"({"_source":false,"query":)" + parts.query;
  body += parts.totals == Totals::exact ? R"(,"track_total_hits":true)" : R"(,"track_total_hits":false)";
  if (parts.facets) (body += R"(,"aggs":)") += facet_aggregations();
  return (body += parts.more) += '}';
}

std::string quoted(std::string_view text) {
  std::string out;
  JsonWriter(out).string(text);
  return out;
}

std::string match(std::string_view field, std::string_view text, std::string_view more) {
  return R"({"match":{")" + std::string(field) + R"(":{"query":)" + quoted(text) + std::string(more) + "}}}";
}

std::string any_field(std::string_view text, std::string_view more = "") {
  return R"({"multi_match":{"query":)" + quoted(text) + R"(,"fields":)" + std::string(kFields) + std::string(more) + "}}";
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// Every word in some field: one clause a word.
std::string every_word(std::string_view text) {
  std::string query = R"({"bool":{"must":[)";
  for (const std::string& word : words_of(text)) {
    if (query.back() != '[') query += ',';
    query += any_field(word);
  }
  return query + "]}}";
}

std::string filter_clauses(const QueryFilters& filters) {
  std::string out;
  const auto add = [&out](std::string clause) { (out += out.empty() ? "" : ",") += clause; };
  if (!filters.brand.empty()) add(R"({"term":{"brand.keyword":)" + quoted(filters.brand) + "}}");
  if (!filters.category.empty()) add(R"({"term":{"category":)" + quoted(filters.category) + "}}");
  if (filters.min_price || filters.max_price) {
    std::string range;
    JsonWriter json(range);
    json.begin_object();
    if (filters.min_price) json.field("gte", *filters.min_price);
    if (filters.max_price) json.field("lte", *filters.max_price);
    json.end_object();
    add(R"({"range":{"price":)" + range + "}}");
  }
  return out;
}

std::string filtered(const std::string& query, const QueryFilters& filters) {
  return R"({"bool":{"must":[)" + query + R"(],"filter":[)" + filter_clauses(filters) + "]}}";
}

std::string only_filters(const QueryFilters& filters) {
  return R"({"bool":{"filter":[)" + filter_clauses(filters) + "]}}";
}

/// All whole words and, as a prefix, the last one.
std::string with_last_prefix(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  std::string query = R"({"bool":{"must":[)";
  for (std::size_t i = 0; i + 1 < words.size(); ++i) query += match("title", words[i], "") + ",";
  return query + R"({"prefix":{"title":)" + quoted(words.back()) + "}}]}}";
}

class RowList {
 public:
  void add(std::string name, const Parts& parts) { rows_.emplace_back(std::move(name), body_of(parts)); }
  std::vector<std::pair<std::string, std::string>> take() && { return std::move(rows_); }

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

void add_term_rows(const StorefrontQuery& query, RowList& rows) {
  const std::string any = any_field(query.text);
  const std::string every = every_word(query.text);
  rows.add("or_title", {match("title", query.text, "")});
  rows.add("and_title", {match("title", query.text, R"(,"operator":"and")")});
  rows.add("or_multi", {any});
  rows.add("and_multi", {every});
  rows.add("or_multi_count", {any, Totals::exact});
  rows.add("facets_es", {any, Totals::exact, true});
  rows.add("facets_and_es", {every, Totals::exact, true});
  rows.add("deep_page", {any, Totals::none, false, R"(,"from":990)"});
  rows.add("fscore_multi", {R"({"function_score":{"query":)" + any +
                            R"(,"field_value_factor":{"field":"review_count","modifier":"log1p","missing":0}}})"});
  if (filter_clauses(query.filters).empty()) return;
  rows.add("or_multi_filter", {filtered(any, query.filters)});
  rows.add("and_multi_filter", {filtered(every, query.filters)});
}

void add_browse_rows(const StorefrontQuery& query, RowList& rows) {
  const std::string filters = only_filters(query.filters);
  rows.add("facets_browse_es", {filters, Totals::exact, true, R"(,"sort":[{"review_count":"desc"}])"});
  rows.add("browse_sort", {filters, Totals::none, false, R"(,"sort":[{"price":"asc"}])"});
  rows.add("facets_all_es", {R"({"match_all":{}})", Totals::exact, true});
}

void add_typo_rows(const StorefrontQuery& query, RowList& rows) {
  const std::string word = quoted(words_of(query.text).front());
  rows.add("fuzzy2_term", {R"({"fuzzy":{"title":{"value":)" + word + R"(,"fuzziness":2}}})"});
  rows.add("fuzzy_auto_and", {match("title", query.text, R"(,"operator":"and","fuzziness":"AUTO")")});
  rows.add("multi_fuzzy_auto", {any_field(query.text, R"(,"fuzziness":"AUTO")")});
}

}  // namespace

std::vector<std::pair<std::string, std::string>> row_bodies(const StorefrontQuery& query) {
  RowList rows;
  const std::size_t words = words_of(query.text).size();
  if (query.kind == QueryKind::terms && (words == 2 || words == 3)) add_term_rows(query, rows);
  if (query.kind == QueryKind::browse) add_browse_rows(query, rows);
  if (query.kind == QueryKind::typo) add_typo_rows(query, rows);
  if (query.kind == QueryKind::phrase) rows.add("phrase", {R"({"match_phrase":{"title":)" + quoted(query.text) + "}}"});
  if (query.kind == QueryKind::prefix && words > 0) {
    rows.add("prefix_edge", {match("title.autocomplete", query.text, R"(,"operator":"and")")});
    rows.add("prefix_query", {with_last_prefix(query.text)});
  }
  return std::move(rows).take();
}

}  // namespace aisle::bench
