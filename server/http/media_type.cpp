#include "server/http/media_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "server/http/request.hpp"

namespace aisle::server::http {
namespace {

constexpr std::string_view kVendorJson = "application/vnd.elasticsearch+json";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes the piece before `separator` off `text`.
std::string_view take(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto piece = trimmed(text.substr(0, end));
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return piece;
}

/// The digit of `compatible-with=N` among parameters, or 0.
char compatible_with(std::string_view parameters) {
  constexpr std::string_view kName = "compatible-with=";
  while (!parameters.empty()) {
    const auto parameter = take(parameters, ';');
    if (parameter.size() != kName.size() + 1 || !equal_ignoring_case(parameter.substr(0, kName.size()), kName)) continue;
    const char digit = parameter.back();
    if (digit >= '7' && digit <= '9') return digit;
  }
  return 0;
}

bool has_type_and_subtype(std::string_view type) {
  const auto slash = type.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() &&
         type.find_first_of(" \t") == std::string_view::npos;
}

}  // namespace

bool readable_content_type(std::string_view content_type) {
  constexpr std::array<std::string_view, 5> kReadable = {
      "application/json", "application/x-ndjson", "application/*", kVendorJson, "application/vnd.elasticsearch+x-ndjson"};
  const auto type = trimmed(content_type.substr(0, content_type.find(';')));
  if (type.empty()) return true;
  return std::ranges::any_of(kReadable, [&](std::string_view known) { return equal_ignoring_case(type, known); });
}

std::optional<Response> check_content_type(std::string_view content_type) {
  if (readable_content_type(content_type)) return std::nullopt;
  if (!has_type_and_subtype(trimmed(content_type.substr(0, content_type.find(';'))))) {
    return error_response(400, "media_type_header_exception",
                          fmt::format("Invalid media-type value on headers [Content-Type]: {}", content_type));
  }
  return plain_error_response(406, fmt::format("Content-Type header [{}] is not supported", content_type));
}

std::string_view json_type_for(std::string_view accept) {
  while (!accept.empty()) {
    std::string_view item = take(accept, ',');
    if (!equal_ignoring_case(take(item, ';'), kVendorJson)) continue;
    switch (compatible_with(item)) {
      case '7': return "application/vnd.elasticsearch+json;compatible-with=7";
      case '8': return "application/vnd.elasticsearch+json;compatible-with=8";
      case '9': return "application/vnd.elasticsearch+json;compatible-with=9";
      default: return kVendorJson;
    }
  }
  return "application/json";
}

}  // namespace aisle::server::http
