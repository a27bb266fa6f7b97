#pragma once
// Request targets taken apart: percent-decoding, path segments, query parameters. Reads network bytes: every
// function is total, linear in its input, and allocates no more than its input's length per piece.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "server/http/request.hpp"

namespace aisle::server::http {

/// Decodes %XX, and '+' to a space if `plus_is_space`. A malformed escape is invalid_argument, in Elasticsearch's
/// words.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// The reverse for one path segment: everything but RFC 3986's unreserved characters is escaped.
std::string percent_encode(std::string_view text);

/// The path of a target: without query and, for the absolute form ("http://host/x"), without scheme and authority.
std::string_view path_of(std::string_view uri);
/// What follows the first '?', or empty.
std::string_view query_of(std::string_view uri);

/// The non-empty segments of a raw path, not yet decoded; views into `path`.
std::vector<std::string_view> split_path(std::string_view path);

/// Decoded, without empty segments, "/" when nothing is left.
Result<std::string> normalised_path(std::string_view raw_path);

/// Splits at '&' (and ';' as Elasticsearch does), then at the first '='; pieces without a name are dropped. More than
/// `max_parameters` is invalid_argument.
Result<std::vector<NameValue>> parse_query(std::string_view raw_query, std::size_t max_parameters = 1024);

}  // namespace aisle::server::http
