#pragma once
// Elasticsearch's media types: which bodies are read, and which type an answer carries.

#include <optional>
#include <string>
#include <string_view>

#include "server/http/response.hpp"

namespace aisle::server::http {

/// Whether a request body of this Content-Type can be read: JSON or NDJSON, plain or in Elasticsearch's vendor form
/// with any `compatible-with`, with parameters or without; no header at all, too.
bool readable_content_type(std::string_view content_type);

/// The refusal Elasticsearch answers otherwise: 406 `Content-Type header [text/xml] is not supported`, or 400
/// `media_type_header_exception` for what is no media type at all.
std::optional<Response> check_content_type(std::string_view content_type);

/// The type a JSON answer carries under this Accept header: "application/vnd.elasticsearch+json;compatible-with=8"
/// when the client names that, otherwise "application/json". Lists and weights are understood as far as clients send
/// them: the first vendor type wins.
std::string_view json_type_for(std::string_view accept);

}  // namespace aisle::server::http
