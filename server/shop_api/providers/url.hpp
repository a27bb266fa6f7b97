#pragma once
// An absolute http or https URL, taken apart: what a configured target must look like.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::server::shop_api {

struct Url {
  bool tls = true;
  std::string host;        ///< a name or an address, without brackets
  std::uint16_t port = 443;
  std::string host_header; ///< host as a Host header has it: with brackets and an unusual port
  std::string target;      ///< path and query, at least "/"
};

/// Errors: invalid_argument for other schemes, user names, fragments, control characters, spaces and impossible ports.
Result<Url> parse_url(std::string_view text);

}  // namespace aisle::server::shop_api
