#pragma once
// RFC 9457 problems as answers: what every route of the shop says when it cannot do what was asked.

#include "carts_orders/machine/answer.hpp"
#include "server/http/response.hpp"

namespace aisle::server::http {

/// The state machine's answer as an HTTP one: "application/problem+json" from 400 on, its own headers kept.
Response to_response(shop::Answer answer);

/// A problem that arose before the state machine was asked.
Response problem_response(int status, std::string_view code, std::string_view detail);

}  // namespace aisle::server::http
