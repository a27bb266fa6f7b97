#pragma once
// A search as a client sends it: the engine's request, and what the answer shall show of each hit.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "engine/query/search_request.hpp"
#include "base/json/json_document.hpp"
#include "server/es_api/query/parse_query.hpp"
#include "server/es_api/search/suggest_clause.hpp"

namespace aisle::server::es_api {

/// `_source`: which parts of the stored document a hit shows. Patterns are dotted paths with `*`.
struct SourceSelection {
  bool enabled = true;
  std::vector<std::string> includes;  ///< empty: everything
  std::vector<std::string> excludes;
  bool is_whole() const { return enabled && includes.empty() && excludes.empty(); }
};

struct SearchBody {
  engine::SearchRequest request;
  SourceSelection source;
  std::vector<Suggestion> suggestions;
  bool show_version = false;
  bool show_seq_no = false;
  bool hide_ids = false;              ///< stored_fields "_none_"
  bool show_total = true;             ///< false for track_total_hits: false
  bool total_as_integer = false;      ///< rest_total_hits_as_int
  /// Nothing is searched for: suggestions without a query or aggregations, as Elasticsearch takes them.
  bool only_suggests() const {
    return !suggestions.empty() && request.query == nullptr && request.aggregations.empty();
  }
};

/// Query parameters of the URL, decoded.
using UrlParameters = std::vector<std::pair<std::string, std::string>>;

/// Reads a search from its body (null: none was sent) and then from the URL, whose parameters win. Errors carry
/// Elasticsearch's exception type as kind.
Result<SearchBody> parse_search(const JsonDocument* body, const UrlParameters& url,
                                QueryLimits limits = {});

/// Reads `_source` in any of its forms: false, "pattern", [patterns], {includes, excludes}.
Result<SourceSelection> parse_source_selection(JsonValue value);

/// Lets `_source`, `_source_includes` and `_source_excludes` of a URL override a selection.
Status apply_source_parameters(const UrlParameters& url, SourceSelection& selection);

/// Reads the query of a body that holds nothing but {"query": ...} (_count). Null when there is none.
Result<engine::QueryPtr> parse_query_only(const JsonDocument* body, QueryLimits limits = {});

/// "5s", "100ms", "1m" or a bare number of milliseconds; negative values mean none.
Result<std::optional<std::int64_t>> parse_time_ms(std::string_view text, std::string_view name);

}  // namespace aisle::server::es_api
