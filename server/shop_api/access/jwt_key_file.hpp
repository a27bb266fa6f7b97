#pragma once
// The file that --jwt-key-file names, in any of three forms:
//
//   a JWK set (RFC 7517) or a single JWK     as identity providers publish them; `kid`s choose among keys, so that an
//                                            old and a new key stand side by side while one replaces the other
//   one or more PUBLIC KEY blocks in PEM     for RS256 and ES256
//   anything else                            the shared secret for HS256, without the line's end

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "server/shop_api/access/jwt_key.hpp"

namespace aisle::server::shop_api {

/// The keys of `text` for one of the `pinned` algorithms. In a JWK set, keys for other algorithms or for encryption are
/// left out; a file that leaves none, a malformed key, and private or secret parts where public ones belong are errors,
/// which name `file_name` and never a key. At most 16 keys and 64 KiB.
Result<std::vector<JwtKey>> parse_jwt_keys(std::string_view text, std::span<const JwtAlgorithm> pinned,
                                           std::string_view file_name);
Result<std::vector<JwtKey>> load_jwt_keys(const std::filesystem::path& file, std::span<const JwtAlgorithm> pinned);

}  // namespace aisle::server::shop_api
