#pragma once
// RFC 9457 problems as answers: what every route of the shop says when it cannot do what was asked.

#include <string>
#include <string_view>

#include "carts_orders/machine/answer.hpp"
#include "server/http/response.hpp"

namespace aisle::server::http {

/// The state machine's answer as an HTTP one: "application/problem+json" from 400 on, its own headers kept.
Response to_response(shop::Answer answer);

/// A problem that arose before the state machine was asked.
Response problem_response(int status, std::string_view code, std::string_view detail);

/// What a stranger sent, as far as an answer should repeat it: 80 bytes at most, and '?' for all but visible ASCII, since a
/// path or a query may hold any bytes and an answer is UTF-8.
std::string printable(std::string_view text);

}  // namespace aisle::server::http
