#include "server/shop_api/http/idempotency_header.hpp"

#include <algorithm>
#include <string_view>

#include "base/crypto/digest.hpp"
#include "server/shop_api/http/single_header.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMinBytes = 16;
constexpr std::size_t kMaxBytes = 255;

shop::Answer invalid() {
  return shop::problem(400, "idempotency-key-invalid",
                       "an Idempotency-Key has 16 to 255 visible ASCII characters, quoted or not; a UUID will do");
}

/// RFC 8941, section 3.3.3: only `"` and `\` are escaped. Nothing for anything else, also for what follows the quotes.
std::optional<std::string> unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::string key;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') return std::nullopt;
    if (text[at] == '\\' && (++at == text.size() || (text[at] != '"' && text[at] != '\\'))) return std::nullopt;
    key += text[at];
  }
  return key;
}

bool is_key(std::string_view text) {
  return text.size() >= kMinBytes && text.size() <= kMaxBytes && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

/// Appends a piece so that no two lists of pieces make the same text.
void append(std::string& text, std::string_view piece) {
  text += std::to_string(piece.size());
  text += ':';
  text += piece;
}

std::string key_digest(const http::Request& request, const shop::Principal& principal, std::string_view key) {
  std::string text;
  append(text, principal.owner());
  append(text, http::to_string(request.method));
  append(text, request.route);
  append(text, key);
  return sha256_hex(text);
}

std::string fingerprint(const http::Request& request) {
  std::string text;
  append(text, request.route);
  for (const auto& [name, value] : request.path_parameters) {
    append(text, name);
    append(text, value);
  }
  append(text, request.body);
  return sha256_hex(text);
}

}  // namespace

Read<std::optional<std::string>> idempotency_key(const http::Request& request) {
  const auto header = single_header(request, "idempotency-key");
  if (!header) return std::unexpected(invalid());
  if (!*header) return std::optional<std::string>();
  const bool quoted = (*header)->starts_with('"');
  auto key = quoted ? unquoted(**header) : std::optional<std::string>(**header);
  if (!key || !is_key(*key)) return std::unexpected(invalid());
  return key;
}

Read<std::optional<shop::IdempotencyKey>> idempotency_of(const http::Request& request, const shop::Principal& principal,
                                                         KeyUse use) {
  if (use == KeyUse::none) return std::optional<shop::IdempotencyKey>();
  auto key = idempotency_key(request);
  if (!key) return std::unexpected(std::move(key).error());
  if (*key) return shop::IdempotencyKey{.key = key_digest(request, principal, **key), .fingerprint = fingerprint(request)};
  if (use == KeyUse::optional) return std::optional<shop::IdempotencyKey>();
  return std::unexpected(shop::problem(400, "idempotency-key-missing",
                                       "this request needs an Idempotency-Key, so that a retry does not do it twice"));
}

}  // namespace aisle::server::shop_api
