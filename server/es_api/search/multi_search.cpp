#include "server/es_api/search/multi_search.hpp"

#include "base/clock.hpp"
#include "base/json/json_writer.hpp"
#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/search/run_search.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::size_t kMaxSearches = 1'000;  // in one body: what a page with its facets needs, many times over

/// Takes the next line off `text`; nothing at its end.
std::optional<std::string_view> next_line(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

struct Header {
  std::string index;
  UrlParameters parameters;
};

Status read_indices(const JsonMember& member, std::string& out) {
  if (!member.value.is_array()) return store(read_text("msearch", member), out);
  for (const JsonValue name : member.value.elements()) {
    if (!out.empty()) out += ',';
    out += name.text();
  }
  return {};
}

Result<Header> read_header(std::string_view line, std::string_view default_index, const UrlParameters& url) {
  Header header{std::string(default_index), url};
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return header;
  Result<JsonDocument> document = JsonDocument::parse(line);
  if (!document) return std::move(document).error();
  if (!document->root().is_object()) return parse_error("a header of _msearch must be an object", document->root());
  for (const JsonMember member : document->root().members()) {
    if (member.name == "index" || member.name == "indices") {
      header.index.clear();
      if (Status status = read_indices(member, header.index); !status) return std::move(status).error();
    } else if (member.value.is_scalar()) {
      header.parameters.emplace_back(member.name, member.value.text());
    }
  }
  return header;
}

void write_item(std::string answer, std::string& out) {
  // Each item is a whole answer with its status added as the last member.
  answer.pop_back();
  out += answer;
  out += ",\"status\":200}";
}

}  // namespace

std::optional<http::Response> run_multi_search(IndexRegistry& registry, std::string_view default_index, std::string_view text,
                                        const UrlParameters& url, std::string& out) {
  const Stopwatch watch;
  std::string items;
  std::size_t searches = 0;
  while (const auto header_line = next_line(text)) {
    const auto body_line = next_line(text);
    const bool is_blank = header_line->find_first_not_of(" \t\r") == std::string_view::npos;
    if (!body_line && is_blank) break;
    if (!body_line || ++searches > kMaxSearches) {
      return error_response(Error(ErrorCode::invalid_argument,
                            body_line ? "more than 1000 searches in one _msearch"
                                      : "The msearch request must be terminated by a newline [\\n] after each body",
                            "illegal_argument_exception"));
    }
    const Result<Header> header = read_header(*header_line, default_index, url);
    if (!header) return error_response(header.error());
    std::string answer;
    const auto failed = run_search(registry, header->index, *body_line, header->parameters, answer);
    if (!items.empty()) items += ',';
    if (failed) {
      items += failed->body;
    } else {
      write_item(std::move(answer), items);
    }
  }
  if (searches == 0) {
    return error_response(Error(ErrorCode::invalid_argument, "Validation Failed: 1: no requests added;",
                          "action_request_validation_exception"));
  }
  out += "{\"took\":" + std::to_string(watch.elapsed_us() / 1000) + ",\"responses\":[" + items + "]}";
  return std::nullopt;
}

}  // namespace aisle::server::es_api
