#pragma once
// Every cell of the authorisation matrix: each route of the table, asked by each kind of principal, about an object of
// their own, someone else's, or none. Made from the table's rows by the rule below, which is written apart from the
// server's own check; the unit test compares the two, and the end-to-end test sends every cell as a real request.

#include <string>
#include <vector>

#include "server/shop_api/access/authorisation_table.hpp"

namespace aisle::server::shop_api::testing {

/// Whose object the request names.
enum class Object { own, foreign, absent };

struct Asker {
  std::string name;  ///< "anonymous", "shopper", "guest", "inventory", ...
  shop::Principal principal;
};

/// What the answer must be like.
enum class Expected {
  served,           ///< neither 401 nor 403 nor a 404 for the object's owner's sake
  unauthenticated,  ///< 401
  forbidden,        ///< 403
  not_found,        ///< 404, byte for byte the one for an absent object but for what the request itself named
};

struct Cell {
  const ShopRoute* route;
  Asker asker;
  Object object;
  Expected expected;
};

/// Anonymous, a shopper, a guest, and a service for each role: eight.
inline std::vector<Asker> askers() {
  using shop::Principal;
  using shop::Role;
  std::vector<Asker> all{{"anonymous", {}},
                         {"shopper", {Principal::Kind::shopper, "alice", Role::none}},
                         {"guest", {Principal::Kind::guest, std::string(64, 'a'), Role::none}}};
  for (const auto& [name, role] : {std::pair{"admin", Role::admin}, {"inventory", Role::inventory},
                                   {"fulfilment", Role::fulfilment}, {"support", Role::support}, {"search", Role::search}}) {
    all.push_back({name, {Principal::Kind::service, name, role}});
  }
  return all;
}

/// The rule, by the kind's name rather than by the check's own bit tests.
inline Expected expected(const ShopRoute& route, const Asker& asker, Object object) {
  const bool service = asker.principal.kind == shop::Principal::Kind::service;
  const bool admin = asker.name == "admin";
  const bool role = service && (admin || (static_cast<int>(route.roles) & static_cast<int>(asker.principal.roles)) != 0);
  const bool customer = (asker.name == "shopper" && (route.audience == Audience::shopper || route.audience == Audience::customer)) ||
                        (asker.name == "guest" && (route.audience == Audience::guest || route.audience == Audience::customer));
  const bool everyone = route.audience == Audience::everyone;
  if (!role && !customer && !everyone) return asker.name == "anonymous" ? Expected::unauthenticated : Expected::forbidden;
  const bool owned = route.owned == Owned::cart || route.owned == Owned::cart_in_body || route.owned == Owned::order;
  if (owned && object == Object::absent) return Expected::not_found;
  return owned && object == Object::foreign && !role ? Expected::not_found : Expected::served;
}

/// Routes without owned objects have one cell per asker.
inline std::vector<Cell> matrix() {
  std::vector<Cell> cells;
  for (const ShopRoute& route : shop_routes()) {
    const bool owned = route.owned == Owned::cart || route.owned == Owned::cart_in_body || route.owned == Owned::order;
    for (const Asker& asker : askers()) {
      for (const Object object : {Object::own, Object::foreign, Object::absent}) {
        if (!owned && object != Object::own) continue;
        cells.push_back({&route, asker, object, expected(route, asker, object)});
      }
    }
  }
  return cells;
}

inline std::string name_of(const Cell& cell) {
  static constexpr const char* kObjects[] = {"own", "foreign", "absent"};
  return std::string(http::to_string(cell.route->method)) + " " + std::string(cell.route->pattern) + " as " +
         cell.asker.name + " on " + kObjects[static_cast<int>(cell.object)];
}

}  // namespace aisle::server::shop_api::testing
