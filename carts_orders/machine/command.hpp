#pragma once
// START HERE for what the shop can be asked: every command, by area, and the request that carries one.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "carts_orders/carts/commands.hpp"
#include "carts_orders/catalog/product_facts.hpp"
#include "carts_orders/inventory/commands.hpp"
#include "carts_orders/jobs/commands.hpp"
#include "carts_orders/orders/commands.hpp"
#include "carts_orders/payments/commands.hpp"
#include "carts_orders/principal.hpp"

namespace aisle::shop {

using Command = std::variant<CartCommand, InventoryCommand, OrderCommand, PaymentCommand, JobCommand>;

/// draft-ietf-httpapi-idempotency-key-header. Deviation: a retry that arrives while the first request is under way is
/// refused before it reaches the state machine (service/shop.hpp); here requests are already in a line.
struct IdempotencyKey {
  std::string key;          ///< StoredAnswer's key
  std::string fingerprint;  ///< of path and body
};

/// All inputs of one step of the state machine but time and randomness.
struct Request {
  Principal principal;
  Command command;
  std::optional<IdempotencyKey> idempotency;
  /// Facts of every product that the command names (for a checkout: of its cart's lines), in any order.
  std::vector<ProductFacts> products;
  std::string request_id;  ///< of the HTTP request, for the feed's readers; may be empty
};

}  // namespace aisle::shop
