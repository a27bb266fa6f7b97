#pragma once
// Who asks. Decided once per request by the server's authentication; the state machine trusts it.

#include <cstdint>
#include <string>

#include "carts_orders/id.hpp"

namespace aisle::shop {

/// What a service's key may do; several may be combined.
enum class Role : std::uint8_t {
  none = 0,
  admin = 1,       ///< everything
  inventory = 2,   ///< stock, prices, reservations
  fulfilment = 4,  ///< shipments and their events
  support = 8,     ///< reads every order, cancels, refunds
  search = 16,     ///< the Elasticsearch endpoints
};
constexpr Role operator|(Role a, Role b) { return static_cast<Role>(static_cast<int>(a) | static_cast<int>(b)); }
constexpr bool has(Role roles, Role asked) {
  return (static_cast<int>(roles) & (static_cast<int>(asked) | static_cast<int>(Role::admin))) != 0;
}

struct Principal {
  enum class Kind : std::uint8_t {
    anonymous,  ///< nothing was presented
    shopper,    ///< a bearer token; `subject` is its `sub`
    guest,      ///< a cart token; `subject` is the token's SHA-256 in hex
    service,    ///< an API key; `subject` is its id
    internal,   ///< Aisle's own workers and timers
  };
  Kind kind = Kind::anonymous;
  std::string subject;
  Role roles = Role::none;

  bool is(Role role) const { return kind == Kind::internal || has(roles, role); }
  /// How orders, carts and idempotency keys name their owner: "user:42", "guest:<hash>", "key:warehouse".
  std::string owner() const;
};

}  // namespace aisle::shop
