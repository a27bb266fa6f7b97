#include "server/shop_api/frame/idempotency_key.hpp"

#include <algorithm>
#include <string>

#include "server/http/digest.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kShortest = 16;
constexpr std::size_t kLongest = 255;

/// The String's content, or the text as it stands; nothing for what is neither.
std::optional<std::string> unquoted(std::string_view header) {
  if (!header.starts_with('"')) return std::string(header);
  if (header.size() < 2 || !header.ends_with('"')) return std::nullopt;
  std::string key;
  for (std::size_t i = 1; i + 1 < header.size(); ++i) {
    char c = header[i];
    if (c == '"') return std::nullopt;
    if (c == '\\') {
      c = ++i + 1 < header.size() ? header[i] : '\0';
      if (c != '"' && c != '\\') return std::nullopt;
    }
    key += c;
  }
  return key;
}

bool is_sound(std::string_view key) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  return key.size() >= kShortest && key.size() <= kLongest && std::ranges::all_of(key, is_visible);
}

std::string digest_of(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return http::to_hex(http::sha256(text));
}

}  // namespace

std::expected<std::optional<shop::IdempotencyKey>, shop::Answer> idempotency_of(const ShopRoute& route,
                                                                               const http::Request& request,
                                                                               const shop::Principal& principal) {
  if (route.key_use == KeyUse::none) return std::nullopt;
  if (!request.has_header("Idempotency-Key")) {
    if (route.key_use == KeyUse::optional) return std::nullopt;
    return std::unexpected(shop::problem(400, "idempotency-key-missing",
                                         "This request needs an Idempotency-Key header, so that a retry has no second "
                                         "effect: any text of 16 to 255 characters that is new for each new request."));
  }
  const auto key = unquoted(request.header("Idempotency-Key"));
  if (!key || !is_sound(*key)) {
    return std::unexpected(shop::problem(400, "idempotency-key-invalid",
                                         "An Idempotency-Key is 16 to 255 visible ASCII characters, quoted or not."));
  }
  const std::string_view method = http::to_string(request.method);
  return shop::IdempotencyKey{.key = digest_of({principal.owner(), method, route.pattern, *key}),
                              .fingerprint = digest_of({request.uri, request.body})};
}

}  // namespace aisle::server::shop_api
