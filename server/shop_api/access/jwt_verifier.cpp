#include "server/shop_api/access/jwt_verifier.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "base/json/json_document.hpp"
#include "server/http/request.hpp"
#include "server/shop_api/access/base64url.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr JsonLimits kJsonLimits{.max_depth = 16, .max_nodes = 2'000};
constexpr std::size_t kMaxSubjectBytes = 255;
constexpr double kLatestSecond = 253'402'300'799;  // the end of the year 9999

Error not_accepted() { return Error(ErrorCode::invalid_argument, "the bearer token is not accepted"); }
Error broken(std::string_view rule) { return Error(ErrorCode::invalid_argument, std::string(rule)); }

struct Parts {
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
  std::string_view message;  ///< what is signed: header and claims with the dot between
};

std::optional<Parts> split(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Parts{.header = token.substr(0, first),
               .claims = token.substr(first + 1, second - first - 1),
               .signature = token.substr(second + 1),
               .message = token.substr(0, second)};
}

struct Header {
  std::string algorithm;
  std::string key_id;
};

/// A member that must be a string if it is there; `sound` becomes false if it is something else.
std::string text_member(const JsonValue& object, std::string_view name, bool& sound) {
  const auto value = object.find(name);
  if (!value) return {};
  sound = sound && value->is_string();
  return value->is_string() ? std::string(value->text()) : std::string();
}

bool is_known_type(std::string_view type) {
  return type.empty() || http::equal_ignoring_case(type, "JWT") || http::equal_ignoring_case(type, "at+jwt") ||
         http::equal_ignoring_case(type, "application/at+jwt");
}

std::optional<Header> read_header(std::string_view encoded) {
  const auto text = base64url_decode(encoded);
  if (!text) return std::nullopt;
  const auto document = JsonDocument::parse(*text, kJsonLimits);
  if (!document || !document->root().is_object()) return std::nullopt;
  const JsonValue root = document->root();
  bool sound = !root.find("crit");
  Header header{.algorithm = text_member(root, "alg", sound), .key_id = text_member(root, "kid", sound)};
  const std::string type = text_member(root, "typ", sound);
  return sound && is_known_type(type) ? std::optional(std::move(header)) : std::nullopt;
}

/// A NumericDate in milliseconds; nothing when it is missing, `sound` becomes false when it is no date.
std::optional<EpochMillis> date_member(const JsonValue& claims, std::string_view name, bool& sound) {
  const auto value = claims.find(name);
  if (!value) return std::nullopt;
  const auto seconds = value->as_double();
  if (!seconds || !(*seconds >= 0 && *seconds <= kLatestSecond)) {
    sound = false;
    return std::nullopt;
  }
  return static_cast<EpochMillis>(*seconds * 1000);
}

Status check_times(const JsonValue& claims, EpochMillis now) {
  bool sound = true;
  const auto expires = date_member(claims, "exp", sound);
  const auto not_before = date_member(claims, "nbf", sound);
  const auto issued = date_member(claims, "iat", sound);
  if (!sound || !expires) return broken("the bearer token has no `exp`, or a time that is not a number of seconds");
  if (now >= *expires + kTokenLeeway) return broken("the bearer token has expired");
  if (not_before && *not_before > now + kTokenLeeway) return broken("the bearer token is not valid yet (`nbf`)");
  if (issued && *issued > now + kTokenLeeway) return broken("the bearer token was issued in the future (`iat`)");
  return {};
}

/// `aud` is one text or an array of texts.
bool is_for(const JsonValue& claims, const std::vector<std::string>& audiences) {
  const auto named = claims.find("aud");
  if (!named) return false;
  const auto is_ours = [&](const JsonValue& value) {
    return value.is_string() && std::ranges::find(audiences, value.text()) != audiences.end();
  };
  if (!named->is_array()) return is_ours(*named);
  bool ours = false;
  for (const JsonValue value : named->elements()) ours = ours || is_ours(value);
  return ours;
}

bool is_subject(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !text.empty() && text.size() <= kMaxSubjectBytes && std::ranges::none_of(text, is_control);
}

Status check_claims(const JsonValue& claims, const JwtExpectations& expected, EpochMillis now) {
  if (!claims.is_object()) return not_accepted();
  if (auto status = check_times(claims, now); !status) return status;
  if (!is_for(claims, expected.audiences)) return broken("the bearer token is for another audience (`aud`)");
  bool sound = true;
  if (text_member(claims, "iss", sound) != expected.issuer || !sound) return broken("the bearer token is of another issuer (`iss`)");
  if (!is_subject(text_member(claims, "sub", sound)) || !sound) return broken("the bearer token names no shopper (`sub`)");
  return {};
}

}  // namespace

JwtVerifier::JwtVerifier(std::vector<JwtKey> keys, JwtExpectations expected)
    : keys_(std::move(keys)), expected_(std::move(expected)) {
  assert(!keys_.empty() && !expected_.audiences.empty() && !expected_.issuer.empty() &&
         "tokens are verified against keys, an audience and an issuer");
}

Result<shop::Principal> JwtVerifier::verify(std::string_view token, EpochMillis now) const {
  auto claims = signed_claims(token);
  if (!claims) return std::move(claims).error();
  const auto document = JsonDocument::parse(*claims, kJsonLimits);
  if (!document) return not_accepted();
  if (auto status = check_claims(document->root(), expected_, now); !status) return std::move(status).error();
  return shop::Principal{.kind = shop::Principal::Kind::shopper,
                         .subject = std::string(document->root().find("sub")->text()),
                         .roles = shop::Role::none};
}

/// The claims' JSON text once the signature holds: no byte of it is read before.
Result<std::string> JwtVerifier::signed_claims(std::string_view token) const {
  const auto parts = split(token);
  const auto header = parts ? read_header(parts->header) : std::nullopt;
  const auto signature = parts ? base64url_decode(parts->signature) : std::nullopt;
  if (!header || !signature) return not_accepted();
  if (!is_signed(header->algorithm, header->key_id, parts->message, *signature)) return not_accepted();
  auto claims = base64url_decode(parts->claims);
  if (!claims) return not_accepted();
  return *std::move(claims);
}

/// A key with an id verifies tokens that name it or name none; a key without one, any token of its algorithm.
bool JwtVerifier::is_signed(std::string_view algorithm, std::string_view key_id, std::string_view message,
                            std::string_view signature) const {
  return std::ranges::any_of(keys_, [&](const JwtKey& key) {
    const bool chosen = key_id.empty() || key.id().empty() || key.id() == key_id;
    return chosen && algorithm == to_string(key.algorithm()) && key.verifies(message, signature);
  });
}

}  // namespace aisle::server::shop_api
