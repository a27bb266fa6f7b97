#pragma once
// Idempotency-Key, as draft-ietf-httpapi-idempotency-key-header has it: a quoted structured string, or, as most clients
// send it, the bare text. 16 to 255 visible ASCII characters either way.
//
// A key belongs to who asked, the method and the route: two shoppers never meet in one, nor do two kinds of request. The
// fingerprint covers the path's own parts and the raw body, so that a key that is used for something else is noticed
// (422 idempotency-key-reused, by the state machine). All who ask without a credential share one owner: there a key must
// be hard to guess, as the draft asks of every key, or a stranger is given the same new cart.

#include <optional>
#include <string>

#include "carts_orders/machine/command.hpp"
#include "carts_orders/principal.hpp"
#include "server/http/request.hpp"
#include "server/shop_api/access/authorisation_table.hpp"
#include "server/shop_api/http/read_fault.hpp"

namespace aisle::server::shop_api {

/// The key itself, unquoted; nothing when there is none. 400 idempotency-key-invalid.
Read<std::optional<std::string>> idempotency_key(const http::Request& request);

/// What the state machine stores the answer under, by the route's rule; nothing for a request without a key that needs
/// none, and for routes that take none. 400 idempotency-key-missing or -invalid.
Read<std::optional<shop::IdempotencyKey>> idempotency_of(const http::Request& request, const shop::Principal& principal,
                                                         KeyUse use);

}  // namespace aisle::server::shop_api
