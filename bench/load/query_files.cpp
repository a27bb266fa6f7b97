#include "bench/load/query_files.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/json/json_writer.hpp"
#include "loaders/synthetic/query_log.hpp"

namespace aisle::bench {
namespace {

using loaders::QueryKind;
using loaders::QueryLog;
using loaders::QueryMix;
using loaders::StorefrontQuery;

constexpr double kNoUpperPrice = 1e6;
constexpr std::uint64_t kDrawsPerLine = 20;  // then there are not so many distinct ones

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

void write_filters(JsonWriter& json, const loaders::QueryFilters& filters) {
  json.key("filters").begin_object();
  if (!filters.brand.empty()) json.field("brand", filters.brand);
  if (!filters.category.empty()) json.field("category", filters.category);
  if (filters.min_price || filters.max_price) {
    json.field("price_min", filters.min_price.value_or(0.0)).field("price_max", filters.max_price.value_or(kNoUpperPrice));
  }
  json.end_object();
}

/// What tells one query from another, as the members of a JSON object after its id.
std::string query_members(const StorefrontQuery& query) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("text", query.text).field("clean", query.clean);
  json.field("nterms", std::uint64_t{words_of(query.clean).size()}).field("typo", query.kind == QueryKind::typo);
  write_filters(json, query.filters);
  json.end_object();
  return out.substr(1);
}

/// "typed<TAB>meant" of the first misspelt word; empty when none is.
std::string typo_of(const StorefrontQuery& query) {
  const auto typed = words_of(query.text);
  const auto meant = words_of(query.clean);
  for (std::size_t i = 0; i < std::min(typed.size(), meant.size()); ++i) {
    if (typed[i] != meant[i]) return typed[i] + '\t' + meant[i];
  }
  return {};
}

/// Writes what `line_of` makes of the log's queries, each line once, until there are enough.
Status write_distinct(const std::filesystem::path& file, const QueryLog& log, std::uint64_t wanted,
                      const std::function<std::string(const StorefrontQuery&)>& line_of, bool numbered) {
  std::ofstream out(file);
  std::unordered_set<std::string> seen;
  for (std::uint64_t i = 0; i < wanted * kDrawsPerLine && seen.size() < wanted; ++i) {
    std::string line = line_of(log.query(i));
    if (line.empty() || seen.contains(line)) continue;
    if (numbered) out << R"({"id":)" << seen.size() << ',';
    out << line << '\n';
    seen.insert(std::move(line));
  }
  out.flush();
  if (!out) return Error(ErrorCode::unavailable, "cannot write " + file.string());
  return {};
}

}  // namespace

Status write_query_files(const QueryFilesOptions& options) {
  std::error_code ignored;
  std::filesystem::create_directories(options.directory, ignored);
  const loaders::CatalogGenerator catalog(options.seed);
  const auto log = [&](QueryMix mix) { return QueryLog(catalog, options.products, options.query_seed, mix); };
  const auto text_of = [](const StorefrontQuery& query) { return query.text; };
  const auto write = [&](const char* name, QueryMix mix, const auto& line_of, bool numbered = false) {
    return write_distinct(options.directory / name, log(mix), options.queries, line_of, numbered);
  };
  Status status = write("queries.ndjson", {.terms = 4, .typo = 1, .prefix = 0, .phrase = 0, .browse = 0}, query_members, true);
  if (status) status = write("prefixes.tsv", {.terms = 0, .typo = 0, .prefix = 1, .phrase = 0, .browse = 0}, text_of);
  if (status) status = write("typos.tsv", {.terms = 0, .typo = 1, .prefix = 0, .phrase = 0, .browse = 0}, typo_of);
  if (status) status = write("phrases.tsv", {.terms = 0, .typo = 0, .prefix = 0, .phrase = 1, .browse = 0}, text_of);
  return status;
}

}  // namespace aisle::bench
