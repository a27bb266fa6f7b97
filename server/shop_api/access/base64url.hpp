#pragma once
// RFC 4648, section 5, as JOSE wants it: no padding, no foreign letters, and one spelling per value.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aisle::server::shop_api {

/// Nothing for padding, blanks, letters of the other alphabet, an impossible length, and for last letters whose unused
/// bits are not zero: a token has one spelling, so that none passes for a new one.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace aisle::server::shop_api
