#include "server/http/api_keys.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>

#include "server/http/request.hpp"

namespace aisle::server::http {
namespace {

using shop::Role;

constexpr std::size_t kMinSecretBytes = 16;
constexpr std::string_view kDigestPrefix = "sha256=";

struct NamedRole {
  std::string_view name;
  Role role;
};
constexpr auto kRoles = std::to_array<NamedRole>({{"admin", Role::admin},
                                                  {"inventory", Role::inventory},
                                                  {"fulfilment", Role::fulfilment},
                                                  {"support", Role::support},
                                                  {"search", Role::search}});

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

/// What stands before the first `separator`; `text` keeps what follows it.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto word = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return word;
}

Result<Role> role_named(std::string_view name) {
  for (const NamedRole& role : kRoles) {
    if (role.name == name) return role.role;
  }
  return Error(ErrorCode::invalid_argument,
               fmt::format("[{}] is no role; there are admin, inventory, fulfilment, support and search", name));
}

/// `rest` is what follows "sha256=": the digest, a colon, the roles.
Result<ApiKey> hashed_key(std::string_view id, std::string_view rest) {
  const auto digest = digest_from_hex(take_until(rest, ':'));
  if (!digest) return Error(ErrorCode::invalid_argument, "`sha256=` is followed by 64 hexadecimal digits");
  auto roles = parse_roles(rest);
  if (!roles) return std::move(roles).error();
  return ApiKey{std::string(id), *digest, *roles};
}

Result<ApiKey> parse_line(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) {
    return Error(ErrorCode::invalid_argument, "an API key is written `id:secret` or `id:sha256=<hex>:role,role`");
  }
  const auto id = line.substr(0, colon);
  const auto secret = line.substr(colon + 1);
  if (secret.starts_with(kDigestPrefix)) return hashed_key(id, secret.substr(kDigestPrefix.size()));
  if (secret.size() < kMinSecretBytes) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("an API key's secret is at least {} characters long; `aisle api-key` makes one", kMinSecretBytes));
  }
  return ApiKey{std::string(id), sha256(secret), Role::admin};
}

}  // namespace

std::optional<std::string> base64_decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string decoded;
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    held += 6;
    if (held >= 8) {
      held -= 8;
      decoded.push_back(static_cast<char>(bits >> held & 0xFF));
    }
  }
  return decoded;
}

Result<Role> parse_roles(std::string_view list) {
  Role roles = Role::none;
  while (!list.empty()) {
    const auto name = without_blanks(take_until(list, ','));
    if (name.empty()) continue;
    auto role = role_named(name);
    if (!role) return std::move(role).error();
    roles = roles | *role;
  }
  if (roles == Role::none) return Error(ErrorCode::invalid_argument, "a key needs a role, like `:search` at its line's end");
  return roles;
}

std::string to_string(Role roles) {
  std::string list;
  for (const NamedRole& role : kRoles) {
    if ((static_cast<int>(roles) & static_cast<int>(role.role)) == 0) continue;
    if (!list.empty()) list += ',';
    list += role.name;
  }
  return list;
}

std::string key_line(const ApiKey& key) {
  return fmt::format("{}:{}{}:{}", key.id, kDigestPrefix, to_hex(key.secret), to_string(key.roles));
}

Result<ApiKeys> ApiKeys::parse(std::string_view lines, std::string_view file_name) {
  ApiKeys keys;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const auto line = without_blanks(take_until(lines, '\n'));
    if (line.empty() || line.front() == '#') continue;
    auto key = parse_line(line);
    if (!key) {
      return Error(ErrorCode::invalid_argument, fmt::format("{}:{}: {}", file_name, number, key.error().message));
    }
    keys.keys_.push_back(*std::move(key));
  }
  return keys;
}

Result<ApiKeys> ApiKeys::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error(ErrorCode::not_found, fmt::format("the API key file {} cannot be read", file.string()));
  std::ostringstream text;
  text << stream.rdbuf();
  auto keys = parse(text.str(), file.string());
  if (keys && keys->empty()) {
    return Error(ErrorCode::invalid_argument, fmt::format("the API key file {} holds no key", file.string()));
  }
  return keys;
}

const ApiKey* ApiKeys::find(std::string_view authorization) const {
  const auto scheme = take_until(authorization, ' ');
  const auto credentials = without_blanks(authorization);
  const bool bearer = equal_ignoring_case(scheme, "bearer");
  if (!bearer && !equal_ignoring_case(scheme, "apikey") && !equal_ignoring_case(scheme, "basic")) return nullptr;
  const ApiKey* found = bearer ? find_secret(credentials) : nullptr;
  const auto decoded = base64_decode(credentials);
  const ApiKey* pair = decoded ? find_pair(*decoded) : nullptr;
  return pair ? pair : found;
}

const ApiKey* ApiKeys::find_pair(std::string_view id_and_secret) const {
  const auto id = take_until(id_and_secret, ':');
  const Digest digest = sha256(id_and_secret);
  const ApiKey* found = nullptr;
  for (const ApiKey& key : keys_) {
    const bool same_secret = equal_in_constant_time(key.secret, digest);
    if (same_secret && key.id == id) found = &key;
  }
  return found;
}

const ApiKey* ApiKeys::find_secret(std::string_view secret) const {
  const Digest digest = sha256(secret);
  const ApiKey* found = nullptr;
  for (const ApiKey& key : keys_) {
    if (equal_in_constant_time(key.secret, digest)) found = &key;
  }
  return found;
}

}  // namespace aisle::server::http
