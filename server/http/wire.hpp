#pragma once
// The head of an answer, as bytes.

#include <string>
#include <string_view>

#include "server/http/response.hpp"

namespace aisle::server::http {

/// "OK" for 200; empty for statuses that have no registered phrase.
std::string_view reason_phrase(int status);

/// Whether an answer of this status may carry a body at all (RFC 9110, 6.4.1).
bool status_has_body(int status);

struct WireOptions {
  bool keep_alive = true;
  bool http_1_0 = false;  ///< then keep-alive is said, not implied
  std::string_view request_id;
  std::string_view opaque_id;
};

/// Appends status line, the server's own fields, the handler's fields, and the empty line to `out`. Control characters in
/// the handler's values become blanks, so that no value starts a line of its own.
void append_response_head(std::string& out, const Response& response, const WireOptions& options);

}  // namespace aisle::server::http
