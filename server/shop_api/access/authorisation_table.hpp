#pragma once
// START HERE for the shop's routes: every one of them, once, with who may use it and what it expects of a retry.
//
// `add_shop_routes` walks this table and has a handler for every row, the check in front of each handler asks it, and
// the authorisation matrix is generated from it. A route that is not here does not exist.

#include <cstdint>
#include <span>
#include <string_view>

#include "carts_orders/principal.hpp"
#include "server/http/request.hpp"
#include "server/http/router.hpp"

namespace aisle::server::shop_api {

/// Kinds of people; several may be combined. Services are let in by their roles instead.
enum class Audience : std::uint8_t {
  nobody = 0,
  shopper = 1,    ///< with a bearer token
  guest = 2,      ///< with a cart token
  customer = 3,   ///< either of the two
  everyone = 7,   ///< whoever asks, also without any credential and also services of any role
};

/// Whose object the route's path (or body) names. A shopper or a guest who does not own it is answered as if it did
/// not exist: 404, with the same body and after the same look-up. Services that the row lets in see every object.
enum class Owned : std::uint8_t {
  nothing,      ///< no one owns it: stock, prices, queues, a provider's notice
  cart,         ///< `Cart::owner` is the principal's
  cart_in_body, ///< the cart that the body names, likewise
  order,        ///< `Order::owner` is the principal's
  own_list,     ///< a list that holds a customer's own objects only, and a service's all
};

/// Whether the route takes an Idempotency-Key.
enum class KeyUse : std::uint8_t {
  none,      ///< a safe method, or one that has another identity (a provider's event id); a key is ignored
  optional,  ///< the effect is the same twice by nature; with a key the answer is, too
  required,  ///< 400 idempotency-key-missing without
};

struct ShopRoute {
  http::Method method;
  std::string_view pattern;  ///< as the router takes it
  Audience audience;
  shop::Role roles;  ///< a service needs any of these; admin is always enough
  Owned owned;
  KeyUse key_use;
  http::EndpointClass endpoint_class;
};

/// In the order of the API's description. The views are constants.
std::span<const ShopRoute> shop_routes();
/// The row of a method and a pattern (not a path), or null. HEAD is GET.
const ShopRoute* find_shop_route(http::Method method, std::string_view pattern);

enum class Verdict : std::uint8_t {
  granted,          ///< as far as the route goes; `ShopRoute::owned` still decides about the object
  unauthenticated,  ///< 401: someone with a credential might
  forbidden,        ///< 403: this credential does not reach
};
/// Pure; any thread.
Verdict may_use(const ShopRoute& route, const shop::Principal& principal);

/// Whether `principal` may see an object of this route that `owner` owns (`Principal::owner()` of whoever made it).
/// REQUIRES: may_use(route, principal) == granted.
bool may_see(const ShopRoute& route, const shop::Principal& principal, std::string_view owner);

}  // namespace aisle::server::shop_api
