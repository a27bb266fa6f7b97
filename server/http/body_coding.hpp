#pragma once
// Content codings: request bodies in (gzip, deflate, zstd), response bodies out (gzip).

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::server::http {

enum class Coding { identity, gzip, deflate, zstd };

struct DecodeLimits {
  std::size_t max_bytes = 100u << 20;  ///< of the decoded body
  /// Decoded bytes per encoded byte, once `ratio_free_bytes` were decoded. JSON of a real catalog packs 5 to 40 times.
  std::size_t max_ratio = 200;
  std::size_t ratio_free_bytes = 8u << 20;
};

/// The coding a Content-Encoding header names; empty and "identity" are identity. Anything else, also a list of
/// codings, is invalid_argument (415).
Result<Coding> coding_from(std::string_view content_encoding);

/// Decodes a whole body. Memory grows with what was decoded, never past the limit: passing it or the ratio is
/// resource_exhausted (413); bytes that are not the coding, or end early, are invalid_argument (400). "deflate" is
/// zlib's format or, as some clients send it, bare deflate; gzip may have several members.
Result<std::string> decode_body(Coding coding, std::string_view encoded, const DecodeLimits& limits);

/// Packs `body` with gzip at `level` (1 to 9).
Result<std::string> gzip(std::string_view body, int level);

/// Whether an Accept-Encoding header asks for gzip: named (or under '*') with a weight above 0, and not weighted below
/// identity.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace aisle::server::http
