#include "server/http/uri.hpp"

#include <fmt/format.h>

namespace aisle::server::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

Error bad_escape(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) {
    return {ErrorCode::invalid_argument,
            fmt::format("unterminated escape sequence at end of string: {}", text), "bad_escape"};
  }
  return {ErrorCode::invalid_argument,
          fmt::format("invalid escape sequence `%{}{}' at index {} of: {}", text[at + 1], text[at + 2], at, text),
          "bad_escape"};
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded.push_back(' ');
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return bad_escape(text, i);
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return bad_escape(text, i);
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    if (unreserved(c)) {
      encoded.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.push_back('%');
    encoded.push_back(kDigits[byte >> 4]);
    encoded.push_back(kDigits[byte & 15]);
  }
  return encoded;
}

std::string_view path_of(std::string_view uri) {
  uri = uri.substr(0, uri.find('?'));
  if (uri.starts_with('/')) return uri;
  const auto scheme_end = uri.find("://");
  if (scheme_end == std::string_view::npos) return uri;
  const auto slash = uri.find('/', scheme_end + 3);
  return slash == std::string_view::npos ? std::string_view("/") : uri.substr(slash);
}

std::string_view query_of(std::string_view uri) {
  const auto mark = uri.find('?');
  return mark == std::string_view::npos ? std::string_view() : uri.substr(mark + 1);
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    if (!segment.empty()) segments.push_back(segment);
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return segments;
}

Result<std::string> normalised_path(std::string_view raw_path) {
  const bool plain = raw_path.starts_with('/') && (raw_path.size() == 1 || !raw_path.ends_with('/')) &&
                     !raw_path.contains('%') && !raw_path.contains("//");
  if (plain) return std::string(raw_path);
  std::string path;
  for (std::string_view segment : split_path(raw_path)) {
    auto decoded = percent_decode(segment, false);
    if (!decoded) return std::move(decoded).error();
    path.push_back('/');
    path += *decoded;
  }
  if (path.empty()) path = "/";
  return path;
}

Result<std::vector<NameValue>> parse_query(std::string_view raw_query, std::size_t max_parameters) {
  std::vector<NameValue> parameters;
  while (!raw_query.empty()) {
    const auto end = raw_query.find_first_of("&;");
    const auto piece = raw_query.substr(0, end);
    raw_query.remove_prefix(end == std::string_view::npos ? raw_query.size() : end + 1);
    const auto equals = piece.find('=');
    if (piece.empty() || equals == 0) continue;
    if (parameters.size() == max_parameters) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("more than {} query parameters in one request", max_parameters));
    }
    auto name = percent_decode(piece.substr(0, equals), true);
    if (!name) return std::move(name).error();
    auto value = percent_decode(equals == std::string_view::npos ? "" : piece.substr(equals + 1), true);
    if (!value) return std::move(value).error();
    parameters.emplace_back(*std::move(name), *std::move(value));
  }
  return parameters;
}

}  // namespace aisle::server::http
