#pragma once
// A name for one request, in the log and in the answer.

#include <string>
#include <string_view>

namespace aisle::server::http {

/// 16 hexadecimal digits, unlike any other's of this process and most likely of any process. Any thread.
std::string new_request_id();

/// Whether a client's own id may be taken over: 1 to 128 printable characters without blanks, quotes or backslashes.
bool sound_request_id(std::string_view id);

}  // namespace aisle::server::http
