#include "server/es_api/errors/response_options.hpp"

#include <vector>

#include "loaders/mapping/raw_json.hpp"
#include "loaders/mapping/source_filter.hpp"

namespace aisle::server::es_api {
namespace {

loaders::SourceFilter filter_of(std::string_view paths) {
  std::vector<std::string> includes, excludes;
  while (!paths.empty()) {
    const std::string_view path = paths.substr(0, paths.find(','));
    paths.remove_prefix(std::min(paths.size(), path.size() + 1));
    if (path.starts_with('-')) {
      excludes.emplace_back(path.substr(1));
    } else if (!path.empty()) {
      includes.emplace_back(path);
    }
  }
  return {std::move(includes), std::move(excludes)};
}

}  // namespace

bool query_flag(const http::Request& request, std::string_view name) {
  return request.has_query(name) && request.query_value(name) != "false";
}

void apply_response_options(const http::Request& request, http::Response& response) {
  if (response.content_type != "application/json" || response.body.empty()) return;
  const std::string_view paths = request.query_value("filter_path");
  if (!paths.empty()) {
    std::string filtered;
    filter_of(paths).append_filtered(response.body, filtered);
    response.body = std::move(filtered);
  }
  if (query_flag(request, "pretty")) response.body = prettify(response.body);
}

std::string prettify(std::string_view json) {
  std::string out;
  out.reserve(json.size() * 2);
  std::size_t depth = 0;
  const auto new_line = [&] { out.append("\n").append(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const std::size_t start = i;
      for (++i; i < json.size() && json[i] != '"'; ++i) i += json[i] == '\\' ? 1 : 0;
      out += json.substr(start, i - start + 1);
    } else if (c == '{' || c == '[') {
      out += c;
      const std::size_t next = json.find_first_not_of(" \n\t\r", i + 1);
      if (next != std::string_view::npos && json[next] == (c == '{' ? '}' : ']')) {
        out.append(c == '{' ? " }" : " ]");
        i = next;
        continue;
      }
      ++depth;
      new_line();
    } else if (c == '}' || c == ']') {
      depth -= depth > 0 ? 1 : 0;
      new_line();
      out += c;
    } else if (c == ',') {
      out += c;
      new_line();
    } else if (c == ':') {
      out += " : ";
    } else if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      out += c;
    }
  }
  return out += '\n';
}

}  // namespace aisle::server::es_api
