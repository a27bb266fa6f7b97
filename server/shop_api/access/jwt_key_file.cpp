#include "server/shop_api/access/jwt_key_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/json/json_document.hpp"
#include "server/shop_api/access/base64url.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMaxFileBytes = 64u << 10;
constexpr std::size_t kMaxKeys = 16;
constexpr JsonLimits kJsonLimits{.max_depth = 8, .max_nodes = 10'000};
constexpr std::string_view kPublicBegin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view kPublicEnd = "-----END PUBLIC KEY-----";

using Keys = std::vector<JwtKey>;

Error wrong(std::string_view file_name, std::string_view why) {
  return Error(ErrorCode::invalid_argument, fmt::format("{}: {}", file_name, why));
}

bool is_pinned(std::span<const JwtAlgorithm> pinned, JwtAlgorithm algorithm) {
  return std::ranges::find(pinned, algorithm) != pinned.end();
}

std::string_view text_of(const JsonValue& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is_string() ? value->text() : std::string_view();
}

/// A member that holds bytes; nothing when it is missing or is not base64url.
std::optional<std::string> bytes_of(const JsonValue& jwk, std::string_view name) {
  const auto text = text_of(jwk, name);
  return text.empty() ? std::nullopt : base64url_decode(text);
}

/// Whether a set's key is for verifying signatures by a pinned algorithm, as far as its members say. A set holds others.
bool is_wanted(const JsonValue& jwk, std::span<const JwtAlgorithm> pinned) {
  const auto use = text_of(jwk, "use");
  if (!use.empty() && use != "sig") return false;
  const auto type = text_of(jwk, "kty");
  const auto implied = type == "oct" ? "HS256" : type == "RSA" ? "RS256" : text_of(jwk, "crv") == "P-256" ? "ES256" : "";
  const auto said = text_of(jwk, "alg");
  if (!said.empty() && said != implied) return false;
  const auto algorithm = jwt_algorithm_from(implied);
  return algorithm && is_pinned(pinned, *algorithm);
}

/// REQUIRES: is_wanted.
Result<JwtKey> read_jwk(const JsonValue& jwk) {
  const auto missing = Error(ErrorCode::invalid_argument, "a member of the key is missing or is not base64url");
  std::string id(text_of(jwk, "kid"));
  if (text_of(jwk, "kty") == "oct") {
    auto secret = bytes_of(jwk, "k");
    return secret ? JwtKey::shared_secret(*std::move(secret), std::move(id)) : Result<JwtKey>(missing);
  }
  if (jwk.find("d")) return Error(ErrorCode::invalid_argument, "a private key; only its public half belongs here");
  const bool rsa = text_of(jwk, "kty") == "RSA";
  const auto first = bytes_of(jwk, rsa ? "n" : "x");
  const auto second = bytes_of(jwk, rsa ? "e" : "y");
  if (!first || !second) return missing;
  return rsa ? JwtKey::rsa(*first, *second, std::move(id)) : JwtKey::p256(*first, *second, std::move(id));
}

Status add_jwk(Keys& keys, const JsonValue& jwk, std::span<const JwtAlgorithm> pinned) {
  if (!jwk.is_object()) return Error(ErrorCode::invalid_argument, "a JWK is a JSON object");
  if (!is_wanted(jwk, pinned)) return {};
  auto key = read_jwk(jwk);
  if (!key) return Error(ErrorCode::invalid_argument, fmt::format("key [{}]: {}", text_of(jwk, "kid"), key.error().message));
  keys.push_back(*std::move(key));
  return {};
}

Result<Keys> read_jwk_set(std::string_view text, std::span<const JwtAlgorithm> pinned) {
  const auto document = JsonDocument::parse(text, kJsonLimits);
  if (!document) return document.error();
  const JsonValue root = document->root();
  const auto set = root.find("keys");
  if (set && !set->is_array()) return Error(ErrorCode::invalid_argument, "`keys` of a JWK set is an array");
  Keys keys;
  if (!set) {
    if (auto status = add_jwk(keys, root, pinned); !status) return std::move(status).error();
    return keys;
  }
  for (const JsonValue jwk : set->elements()) {
    if (auto status = add_jwk(keys, jwk, pinned); !status) return std::move(status).error();
  }
  return keys;
}

Result<Keys> read_pem(std::string_view text, std::span<const JwtAlgorithm> pinned) {
  Keys keys;
  for (auto begin = text.find(kPublicBegin); begin != std::string_view::npos; begin = text.find(kPublicBegin)) {
    text.remove_prefix(begin);
    const auto end = text.find(kPublicEnd);
    if (end == std::string_view::npos) return Error(ErrorCode::invalid_argument, "a PUBLIC KEY block without its end");
    const auto block = text.substr(0, end + kPublicEnd.size());
    auto key = JwtKey::public_pem(block, "");
    if (!key) return std::move(key).error();
    if (is_pinned(pinned, key->algorithm())) keys.push_back(*std::move(key));
    text.remove_prefix(block.size());
  }
  return keys;
}

Result<Keys> read_secret(std::string_view text, std::span<const JwtAlgorithm> pinned) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  if (!is_pinned(pinned, JwtAlgorithm::hs256)) return Keys();
  auto key = JwtKey::shared_secret(std::string(text), "");
  if (!key) return std::move(key).error();
  return Keys{*std::move(key)};
}

Result<Keys> read_any(std::string_view text, std::span<const JwtAlgorithm> pinned) {
  if (text.find("PRIVATE KEY-----") != std::string_view::npos) {
    return Error(ErrorCode::invalid_argument, "a private key; `openssl pkey -in FILE -pubout` prints the half that belongs here");
  }
  if (text.find("-----BEGIN ") == std::string_view::npos) {
    return text.starts_with('{') ? read_jwk_set(text, pinned) : read_secret(text, pinned);
  }
  if (text.find(kPublicBegin) != std::string_view::npos) return read_pem(text, pinned);
  return Error(ErrorCode::invalid_argument,
               "PEM, but no PUBLIC KEY; `openssl x509 -in FILE -pubkey -noout` prints that of a certificate");
}

}  // namespace

Result<std::vector<JwtKey>> parse_jwt_keys(std::string_view text, std::span<const JwtAlgorithm> pinned,
                                           std::string_view file_name) {
  if (text.size() > kMaxFileBytes) return wrong(file_name, "larger than 64 KiB");
  auto keys = read_any(text, pinned);
  if (!keys) return wrong(file_name, keys.error().message);
  if (keys->empty()) return wrong(file_name, "holds no key for a configured algorithm (--jwt-algorithm)");
  if (keys->size() > kMaxKeys) return wrong(file_name, fmt::format("holds more than {} keys", kMaxKeys));
  return keys;
}

Result<std::vector<JwtKey>> load_jwt_keys(const std::filesystem::path& file, std::span<const JwtAlgorithm> pinned) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error(ErrorCode::not_found, fmt::format("the file of token keys {} cannot be read", file.string()));
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_jwt_keys(text.str(), pinned, file.string());
}

}  // namespace aisle::server::shop_api
