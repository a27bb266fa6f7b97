#pragma once
// Which service asks? A file of API keys, one a line:
//
//   # comment
//   shop:a-secret-of-16-or-more                       the secret itself; may do everything (role admin)
//   warehouse:sha256=<64 hex>:inventory,fulfilment    its SHA-256, and what it may do
//
// `aisle api-key` makes lines of the second form. Roles: admin, inventory, fulfilment, support, search.
//
// SHA-256 without salt is enough for secrets of 256 random bits, which no table holds; those that people think up belong
// to the first form's users, who keep them readable anyway.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "carts_orders/principal.hpp"
#include "base/crypto/digest.hpp"

namespace aisle::server::http {

/// Decodes base64 with or without padding, also the url-safe alphabet; nothing for what is not base64.
std::optional<std::string> base64_decode(std::string_view text);

/// "inventory,fulfilment"; invalid_argument names the word that is no role, or says that there is none.
Result<shop::Role> parse_roles(std::string_view list);
/// The reverse, in the order of the enumeration.
std::string to_string(shop::Role roles);

struct ApiKey {
  std::string id;
  Digest secret;  ///< of the secret; the secret itself is forgotten once read
  shop::Role roles = shop::Role::none;
};

/// The line of the key file for a key whose secret's digest is known.
std::string key_line(const ApiKey& key);

/// The keys that open the server. Without any, every request is let in. Immutable, any thread.
class ApiKeys {
 public:
  ApiKeys() = default;
  /// Plain secrets have at least 16 characters. Blank lines and lines that begin with '#' are skipped; an id may occur
  /// twice, while its secret is being changed. Errors name the line, never a secret.
  static Result<ApiKeys> parse(std::string_view lines, std::string_view file_name);
  /// A file without a key is an error, too.
  static Result<ApiKeys> load(const std::filesystem::path& file);

  bool empty() const { return keys_.empty(); }
  /// The key behind `Authorization: ApiKey base64(id:secret)`, `Basic base64(id:secret)`, `Bearer secret` or
  /// `Bearer base64(id:secret)`; null for all else. Looks at every key whatever it finds, and compares digests in
  /// constant time.
  const ApiKey* find(std::string_view authorization) const;

 private:
  const ApiKey* find_pair(std::string_view id_and_secret) const;
  const ApiKey* find_secret(std::string_view secret) const;

  std::vector<ApiKey> keys_;
};

}  // namespace aisle::server::http
