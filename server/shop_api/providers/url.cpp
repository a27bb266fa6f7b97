#include "server/shop_api/providers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kLongest = 2048;

Error bad(std::string_view why) { return {ErrorCode::invalid_argument, fmt::format("not a usable URL: {}", why)}; }

bool is_host_text(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}
bool is_address_text(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

std::optional<std::uint16_t> port_from(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

/// "name", "name:port", "[v6]", "[v6]:port".
Status read_authority(std::string_view authority, Url& url) {
  const bool bracketed = authority.starts_with('[');
  const std::size_t host_end = bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == authority.npos) return bad("a bracket is not closed");
  const std::string_view host = authority.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0));
  if (host.empty() || !std::ranges::all_of(host, bracketed ? is_address_text : is_host_text)) return bad("its host");
  const std::string_view rest = authority.substr(host_end + (bracketed ? 1 : 0));
  url.host = host;
  url.host_header = authority;
  if (rest.empty()) return {};
  const auto port = rest.starts_with(':') ? port_from(rest.substr(1)) : std::nullopt;
  if (!port) return bad("its port");
  url.port = *port;
  return {};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kLongest) return bad("it is too long");
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; })) return bad("a character");
  if (text.find_first_of("#\\@\"<>^`{|}") != text.npos) return bad("a fragment, a user or a character");
  Url url;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
    url.tls = false;
    url.port = 80;
  } else {
    return bad("it must begin with https:// or http://");
  }
  const std::size_t path = std::min(text.find_first_of("/?"), text.size());
  if (auto read = read_authority(text.substr(0, path), url); !read) return std::move(read).error();
  url.target = text.substr(path);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

}  // namespace aisle::server::shop_api
