#pragma once
// The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): a structured-field String, or the bare text
// that most clients send.

#include <expected>
#include <optional>

#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/command.hpp"
#include "server/http/request.hpp"
#include "server/shop_api/access/authorisation_table.hpp"

namespace aisle::server::shop_api {

/// The key of a request, scoped to who asks and to the route, with the fingerprint of path and body; nothing when there
/// is none or the route has no use for it. 400 idempotency-key-missing, idempotency-key-invalid (16 to 255 visible ASCII
/// characters).
std::expected<std::optional<shop::IdempotencyKey>, shop::Answer> idempotency_of(const ShopRoute& route,
                                                                               const http::Request& request,
                                                                               const shop::Principal& principal);

}  // namespace aisle::server::shop_api
