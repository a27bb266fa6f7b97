#pragma once
// What a shopper means to buy.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/money/money.hpp"

namespace aisle::shop {

enum class CartState : std::uint8_t {
  active,
  in_checkout,  ///< an order is being paid; lines are frozen (423)
  ordered,      ///< became an order; a new cart takes its place
  merged,       ///< a guest cart whose lines went to a user cart (410)
  expired,      ///< a guest cart past its 30 days (410)
};
std::string_view to_string(CartState state);

struct CartLine {
  std::string sku;
  std::int64_t quantity = 0;
  Money unit_price;          ///< when the line was last set
  std::string title;         ///< likewise
  std::string attributes;    ///< the shopper's choices: a JSON object, or empty
  EpochMillis added_at = 0;
};

struct Cart {
  using Key = Id;
  Id key;
  CartState state = CartState::active;
  std::string owner;       ///< "user:<sub>"; empty for a guest cart
  std::string token_hash;  ///< a guest cart's token, SHA-256 in hex; empty for a user cart
  std::vector<CartLine> lines;  ///< in the order added
  EpochMillis created_at = 0;
  EpochMillis updated_at = 0;
  EpochMillis expires_at = 0;  ///< 0: never
  std::uint64_t version = 0;
  Id merged_into;           ///< state merged
  std::string merge_answer; ///< state merged: the answer of the merge, for retries without an idempotency key
  Id order;                 ///< state in_checkout, ordered
  Id hold;                  ///< the reservation that holds the lines, when carts hold stock
};

/// Which cart is a shopper's own. Key: the cart's owner.
struct CartOwner {
  using Key = std::string;
  std::string key;
  Id cart;
};

}  // namespace aisle::shop
