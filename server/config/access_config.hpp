#pragma once
// Who may ask, from configuration: the files of API keys and of token keys, read and checked before the server starts.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "server/config/config.hpp"
#include "server/http/api_keys.hpp"
#include "server/shop_api/access/jwt_verifier.hpp"

namespace aisle::server::config {

struct AccessSettings {
  http::ApiKeys api_keys;                        ///< none: everyone who can reach the server is an administrator
  std::optional<shop_api::JwtVerifier> tokens;   ///< none: shoppers cannot sign in, guests and services can ask
};

/// failed_precondition, with the commands that help, when `address` can be reached by other machines and there are no
/// API keys: bearer tokens alone would leave the Elasticsearch endpoints and the shop's administration open.
/// invalid_argument when a file is not what it should be or the jwt-* options do not fit together.
Result<AccessSettings> access_config(const Config& config, const std::string& address);

bool is_loopback(std::string_view address);

}  // namespace aisle::server::config
