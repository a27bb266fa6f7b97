#include "server/es_api/search/run_search.hpp"

#include <algorithm>
#include <optional>

#include "base/clock.hpp"
#include "base/json/json_writer.hpp"
#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/search/search_failure.hpp"
#include "server/es_api/search/write_search_response.hpp"
#include "server/es_api/search/write_suggestions.hpp"

namespace aisle::server::es_api {
namespace {

bool url_flag(const UrlParameters& url, std::string_view name, bool otherwise) {
  for (const auto& [key, value] : url) {
    if (key == name) return value.empty() || value == "true";
  }
  return otherwise;
}

ResolveOptions resolve_options(const UrlParameters& url) {
  ResolveOptions options;
  options.ignore_unavailable = url_flag(url, "ignore_unavailable", false);
  options.allow_no_indices = url_flag(url, "allow_no_indices", true);
  return options;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// The parsed body; nothing when none was sent.
Result<std::optional<JsonDocument>> parse_body(std::string_view text) {
  if (is_blank(text)) return std::optional<JsonDocument>{};
  Result<JsonDocument> document = JsonDocument::parse(text);
  if (!document) return std::move(document).error();
  return std::optional<JsonDocument>(std::move(*document));
}

const JsonDocument* pointer(const std::optional<JsonDocument>& document) {
  return document ? &*document : nullptr;
}

// `q` is Lucene's query syntax, which is not spoken: an answer to another question would be worse than none.
std::optional<http::Response> refuse_query_string(const UrlParameters& url) {
  for (const auto& [key, value] : url) {
    if (key == "q" && !value.empty()) {
      return error_response(Error(ErrorCode::invalid_argument,
                            "the URL parameter [q] (query string syntax) is not supported; send a query in the body",
                            "illegal_argument_exception"));
    }
  }
  return std::nullopt;
}

Result<SuggestedOptions> run_suggestions(std::span<const engine::SearchTarget> targets, const SearchBody& body) {
  SuggestedOptions all;
  for (const Suggestion& suggestion : body.suggestions) {
    Result<std::vector<engine::CompletionOption>> found = engine::complete(targets, suggestion.request);
    if (!found) return std::move(found).error();
    all.push_back(std::move(*found));
  }
  return all;
}

Result<engine::SearchResponse> run_query(std::vector<engine::SearchTarget> targets, const SearchBody& body,
                                         const engine::SearchLimits& limits) {
  if (!body.only_suggests()) return engine::search(std::move(targets), body.request, limits);
  engine::SearchResponse nothing;
  nothing.targets = std::move(targets);
  return nothing;
}

void write_count(std::uint64_t count, std::size_t targets, std::string& out) {
  JsonWriter json(out);
  json.begin_object().field("count", count);
  write_search_shards(json, targets);
  json.end_object();
}

}  // namespace

Result<SearchScope> search_scope(IndexRegistry& registry, std::string_view expression, const UrlParameters& url) {
  Result<std::vector<IndexPtr>> indices = registry.resolve(expression, resolve_options(url));
  if (!indices) return std::move(indices).error();
  SearchScope scope;
  for (const IndexPtr& index : *indices) {
    const std::shared_ptr<const IndexState> state = index->state();
    if (state->index == nullptr) continue;  // closed between resolving and now
    const std::uint64_t window = state->settings.max_result_window();
    scope.limits.max_result_window = scope.targets.empty() ? window : std::min(scope.limits.max_result_window, window);
    scope.targets.push_back({index->name(), state->index->snapshot()});
    scope.mappings.push_back(state->mapping);
    if (scope.first_index.empty()) scope.first_index = index->name();
  }
  return scope;
}

std::optional<http::Response> run_search(IndexRegistry& registry, std::string_view expression, std::string_view text,
                                  const UrlParameters& url, std::string& out) {
  const Stopwatch watch;
  if (auto refused = refuse_query_string(url)) return refused;
  const Result<std::optional<JsonDocument>> document = parse_body(text);
  if (!document) return error_response(document.error());
  const Result<SearchBody> body = parse_search(pointer(*document), url);
  if (!body) return error_response(body.error());
  Result<SearchScope> scope = search_scope(registry, expression, url);
  if (!scope) return error_response(scope.error());
  const Result<SuggestedOptions> suggested = run_suggestions(scope->targets, *body);
  if (!suggested) return search_phase_failure(suggested.error(), scope->first_index);
  const Result<engine::SearchResponse> response = run_query(std::move(scope->targets), *body, scope->limits);
  if (!response) return search_phase_failure(response.error(), scope->first_index);
  const SearchAnswer answer{.response = *response, .suggested = *suggested, .took_ms = watch.elapsed_us() / 1000};
  write_search_response(answer, scope->mappings, *body, url_flag(url, "typed_keys", false), out);
  return std::nullopt;
}

std::optional<http::Response> run_count(IndexRegistry& registry, std::string_view expression, std::string_view text,
                                 const UrlParameters& url, std::string& out) {
  if (auto refused = refuse_query_string(url)) return refused;
  const Result<std::optional<JsonDocument>> document = parse_body(text);
  if (!document) return error_response(document.error());
  const Result<engine::QueryPtr> query = parse_query_only(pointer(*document));
  if (!query) return error_response(query.error());
  Result<SearchScope> scope = search_scope(registry, expression, url);
  if (!scope) return error_response(scope.error());
  const Result<std::uint64_t> count = engine::count(scope->targets, *query, scope->limits);
  if (!count) return search_phase_failure(count.error(), scope->first_index);
  write_count(*count, scope->targets.size(), out);
  return std::nullopt;
}

}  // namespace aisle::server::es_api
