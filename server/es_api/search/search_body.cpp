#include "server/es_api/search/search_body.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "server/es_api/aggregations/parse_aggregations.hpp"
#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/query/did_you_mean.hpp"
#include "server/es_api/search/sort_clause.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::string_view kName = "search";

Error out_of_range(std::string_view name, std::string_view text) {
  return Error(ErrorCode::invalid_argument,
               "[" + std::string(name) + "] parameter cannot be negative but was [" + std::string(text) + "]",
               "illegal_argument_exception");
}

Status read_size(const JsonMember& member, std::uint64_t& out) {
  Result<std::int64_t> number = read_integer(kName, member);
  if (!number) return std::move(number).error();
  if (*number < 0) return out_of_range(member.name, member.value.text()).at(member.value.position());
  out = static_cast<std::uint64_t>(*number);
  return {};
}

void set_total(SearchBody& body, std::int64_t limit) {
  body.show_total = true;
  body.request.total.limit = static_cast<std::uint64_t>(limit);
}

void set_total(SearchBody& body, bool exact) {
  body.show_total = exact;
  body.request.total.limit = exact ? engine::TrackTotalHits::kAll : 0;
}

Status read_total(const JsonMember& member, SearchBody& body) {
  if (member.value.is_boolean() || member.value.text() == "true" || member.value.text() == "false") {
    set_total(body, member.value.text() == "true");
    return {};
  }
  Result<std::int64_t> limit = read_integer(kName, member);
  if (!limit) return std::move(limit).error();
  if (*limit < -1) return out_of_range(member.name, member.value.text()).at(member.value.position());
  if (*limit == -1) {
    set_total(body, true);
  } else {
    set_total(body, *limit);
  }
  return {};
}

Status read_search_after(const JsonMember& member, SearchBody& body) {
  if (!member.value.is_array() || member.value.size() == 0) {
    return parse_error("Values must contain at least one value.", member.value, "illegal_argument_exception");
  }
  std::vector<engine::Value>& values = body.request.search_after.emplace();
  for (const JsonValue value : member.value.elements()) {
    if (!value.is_scalar()) return parse_error("[search_after] values must be scalars", value);
    values.push_back(to_value(value));
  }
  return {};
}

Status read_timeout(const JsonMember& member, SearchBody& body) {
  Result<std::optional<std::int64_t>> time = parse_time_ms(member.value.text(), "timeout");
  if (!time) return std::move(time).error().at(member.value.position());
  body.request.timeout_ms = *time;
  return {};
}

// "_none_" hides ids and source, a list (empty for PHP) hides the source only.
Status read_stored_fields(const JsonMember& member, SearchBody& body) {
  if (member.value.is_string() && member.value.text() == "_none_") {
    body.source.enabled = false;
    body.hide_ids = true;
    return {};
  }
  if (member.value.is_array() || member.value.is_string()) {
    for (const JsonValue name : member.value.elements()) {
      if (!name.is_string()) return parse_error("[stored_fields] expects an array of texts", name);
      if (name.text() == "_source") return {};
    }
    body.source.enabled = false;
    return {};
  }
  return parse_error("[stored_fields] expects a text or an array of texts", member.value);
}

struct Reader {
  SearchBody& body;
  QueryParser& parser;
};
using MemberReader = Status (*)(const JsonMember&, Reader&);

constexpr auto kReadNothing = [](const JsonMember&, Reader&) -> Status { return {}; };

constexpr std::array<std::pair<std::string_view, MemberReader>, 21> kMembers{{
    {"query", [](const JsonMember& m, Reader& r) -> Status { return store(r.parser.parse(m.value), r.body.request.query); }},
    {"post_filter",
     [](const JsonMember& m, Reader& r) -> Status { return store(r.parser.parse(m.value), r.body.request.post_filter); }},
    {"from", [](const JsonMember& m, Reader& r) -> Status { return read_size(m, r.body.request.from); }},
    {"size", [](const JsonMember& m, Reader& r) -> Status { return read_size(m, r.body.request.size); }},
    {"sort", [](const JsonMember& m, Reader& r) -> Status { return store(parse_sort(m.value), r.body.request.sort); }},
    {"track_scores",
     [](const JsonMember& m, Reader& r) -> Status { return store(read_boolean(kName, m), r.body.request.track_scores); }},
    {"search_after", [](const JsonMember& m, Reader& r) -> Status { return read_search_after(m, r.body); }},
    {"min_score",
     [](const JsonMember& m, Reader& r) -> Status {
       return store_as<float>(read_double(kName, m), r.body.request.min_score.emplace());
     }},
    {"track_total_hits", [](const JsonMember& m, Reader& r) -> Status { return read_total(m, r.body); }},
    {"aggs",
     [](const JsonMember& m, Reader& r) -> Status {
       return store(parse_aggregations(m.value, r.parser), r.body.request.aggregations);
     }},
    {"aggregations",
     [](const JsonMember& m, Reader& r) -> Status {
       return store(parse_aggregations(m.value, r.parser), r.body.request.aggregations);
     }},
    {"_source",
     [](const JsonMember& m, Reader& r) -> Status { return store(parse_source_selection(m.value), r.body.source); }},
    {"timeout", [](const JsonMember& m, Reader& r) -> Status { return read_timeout(m, r.body); }},
    {"version",
     [](const JsonMember& m, Reader& r) -> Status { return store(read_boolean(kName, m), r.body.show_version); }},
    {"seq_no_primary_term",
     [](const JsonMember& m, Reader& r) -> Status { return store(read_boolean(kName, m), r.body.show_seq_no); }},
    {"stored_fields", [](const JsonMember& m, Reader& r) -> Status { return read_stored_fields(m, r.body); }},
    {"suggest",
     [](const JsonMember& m, Reader& r) -> Status { return store(parse_suggest(m.value), r.body.suggestions); }},
    {"ext", kReadNothing},
    {"stats", kReadNothing},
    {"profile", kReadNothing},
    {"terminate_after", kReadNothing},
}};

// Parts of Elasticsearch's search body that exist there and not here: said plainly, never ignored.
constexpr std::array<std::string_view, 13> kUnsupported{"highlight", "indices_boost", "collapse",        "rescore",
                                                        "knn",       "script_fields", "docvalue_fields", "fields",
                                                        "pit",       "slice",         "runtime_mappings", "rank",
                                                        "explain"};

bool is_unsupported(std::string_view name) {
  return std::find(kUnsupported.begin(), kUnsupported.end(), name) != kUnsupported.end();
}

Error unknown_member(const JsonMember& member) {
  if (is_unsupported(member.name)) {
    return parse_error("[" + std::string(member.name) + "] in a search body is not supported by this version of Aisle",
                       member.name_value, "illegal_argument_exception");
  }
  std::array<std::string_view, kMembers.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kMembers[i].first;
  return parse_error("unknown key [" + std::string(member.name) + "] in the search body" +
                         did_you_mean(member.name, names),
                     member.name_value);
}

bool is_harmless_when_empty(const JsonMember& member) {
  return member.value.is_null() || ((member.value.is_array() || member.value.is_object()) && member.value.size() == 0);
}

Status read_body(const JsonDocument& document, Reader& reader) {
  const JsonValue root = document.root();
  if (!root.is_object()) return parse_error("a search body must be an object", root);
  for (const JsonMember member : root.members()) {
    const auto* known = std::find_if(kMembers.begin(), kMembers.end(),
                                     [&](const auto& entry) { return entry.first == member.name; });
    if (known == kMembers.end()) {
      if (member.name == "explain" && member.value.is_boolean() && !member.value.boolean()) continue;
      if (is_unsupported(member.name) && is_harmless_when_empty(member)) continue;
      return unknown_member(member);
    }
    if (is_harmless_when_empty(member) && member.name != "query" && member.name != "search_after" &&
        member.name != "_source" && member.name != "stored_fields") {
      continue;
    }
    if (Status status = known->second(member, reader); !status) return status;
  }
  return {};
}

Result<std::uint64_t> parse_number(std::string_view name, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) {
    return Error(ErrorCode::invalid_argument,
                 "Failed to parse int parameter [" + std::string(name) + "] with value [" + std::string(text) + "]",
                 "illegal_argument_exception");
  }
  if (number < 0) return out_of_range(name, text);
  return static_cast<std::uint64_t>(number);
}

Status apply_total_parameter(std::string_view text, SearchBody& body) {
  if (text.empty() || text == "true" || text == "false") {
    set_total(body, text != "false");
    return {};
  }
  Result<std::uint64_t> limit = parse_number("track_total_hits", text);
  if (!limit) return std::move(limit).error();
  set_total(body, static_cast<std::int64_t>(*limit));
  return {};
}

Status apply_parameter(std::string_view name, std::string_view value, SearchBody& body) {
  const auto flag = [&] { return value.empty() || value == "true"; };
  if (name == "from") return store(parse_number(name, value), body.request.from);
  if (name == "size") return store(parse_number(name, value), body.request.size);
  if (name == "sort") return store(parse_sort_parameter(value), body.request.sort);
  if (name == "track_total_hits") return apply_total_parameter(value, body);
  if (name == "timeout") return store(parse_time_ms(value, name), body.request.timeout_ms);
  if (name == "track_scores") body.request.track_scores = flag();
  if (name == "version") body.show_version = flag();
  if (name == "seq_no_primary_term") body.show_seq_no = flag();
  if (name == "rest_total_hits_as_int") body.total_as_integer = flag();
  return {};
}

Status apply_url(const UrlParameters& url, SearchBody& body) {
  for (const auto& [name, value] : url) {
    if (Status status = apply_parameter(name, value, body); !status) return status;
  }
  if (body.total_as_integer && body.show_total) body.request.total.limit = engine::TrackTotalHits::kAll;
  return apply_source_parameters(url, body.source);
}

}  // namespace

Result<SearchBody> parse_search(const JsonDocument* document, const UrlParameters& url, QueryLimits limits) {
  SearchBody body;
  QueryParser parser(limits);
  Reader reader{body, parser};
  if (document != nullptr) {
    if (Status status = read_body(*document, reader); !status) return std::move(status).error();
  }
  if (Status status = apply_url(url, body); !status) return std::move(status).error();
  body.request.named_queries = parser.saw_names();
  return body;
}

Result<engine::QueryPtr> parse_query_only(const JsonDocument* document, QueryLimits limits) {
  if (document == nullptr) return engine::QueryPtr{};
  const JsonValue root = document->root();
  if (!root.is_object()) return parse_error("the body must be an object", root);
  engine::QueryPtr query;
  QueryParser parser(limits);
  for (const JsonMember member : root.members()) {
    if (member.name != "query") {
      return parse_error("request does not support [" + std::string(member.name) + "]", member.name_value);
    }
    if (Status status = store(parser.parse(member.value), query); !status) return std::move(status).error();
  }
  return query;
}

Result<std::optional<std::int64_t>> parse_time_ms(std::string_view text, std::string_view name) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> kUnits{
      {{"ms", 1}, {"", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  if (problem == std::errc{}) {
    if (number < 0) return std::optional<std::int64_t>{};
    for (const auto& [known, factor] : kUnits) {
      if (known == unit && number < (std::int64_t{1} << 62) / factor) return std::optional<std::int64_t>(number * factor);
    }
    if (unit == "micros" || unit == "nanos") return std::optional<std::int64_t>(1);
  }
  return Error(ErrorCode::invalid_argument,
               "failed to parse setting [" + std::string(name) + "] with value [" + std::string(text) +
                   "] as a time value: unit is missing or unrecognized",
               "illegal_argument_exception");
}

}  // namespace aisle::server::es_api
