#include "server/shop_api/access/authorisation_table.hpp"

#include <algorithm>
#include <array>

namespace aisle::server::shop_api {
namespace {

using http::EndpointClass;
using http::Method;
using shop::Role;
using enum Audience;
using enum Owned;
using enum KeyUse;

constexpr auto get = Method::get;
constexpr auto post = Method::post;
constexpr auto put = Method::put;
constexpr auto del = Method::delete_;
constexpr auto light = EndpointClass::light;
constexpr auto reads = EndpointClass::shop;  // may read the store
constexpr auto write = EndpointClass::write;
constexpr auto admin = EndpointClass::admin;

constexpr Role kInventory = Role::inventory;
constexpr Role kFulfilment = Role::fulfilment;
constexpr Role kSupport = Role::support;
constexpr Role kAdmin = Role::admin;
constexpr Role kReadsOrders = kSupport | kFulfilment;
constexpr Role kReadsFeed = kInventory | kFulfilment | kSupport;

// Reservations by their own route are for services only: a stranger who could hold stock without a cart could empty
// the shop. Customers hold stock through their carts and orders.
constexpr auto kRoutes = std::to_array<ShopRoute>({
    {post, "/_shop/v1/carts", everyone, kAdmin, nothing, optional, light},
    {get, "/_shop/v1/carts/mine", customer, kAdmin, nothing, none, light},
    {post, "/_shop/v1/carts/mine/merge", shopper, kAdmin, nothing, optional, light},
    {get, "/_shop/v1/carts/{id}", customer, kSupport, cart, none, light},
    {put, "/_shop/v1/carts/{id}/lines/{sku}", customer, kAdmin, cart, optional, light},
    {post, "/_shop/v1/carts/{id}/lines", customer, kAdmin, cart, required, light},
    {del, "/_shop/v1/carts/{id}/lines/{sku}", customer, kAdmin, cart, optional, light},
    {del, "/_shop/v1/carts/{id}/lines", customer, kAdmin, cart, optional, light},

    {get, "/_shop/v1/inventory/{sku}", everyone, kInventory, nothing, none, light},
    {post, "/_shop/v1/inventory/_mget", everyone, kInventory, nothing, none, light},
    {put, "/_shop/v1/inventory/{sku}", nobody, kInventory, nothing, optional, light},
    {post, "/_shop/v1/inventory/{sku}/adjustments", nobody, kInventory, nothing, required, light},
    {post, "/_shop/v1/inventory/_bulk", nobody, kInventory, nothing, optional, write},
    {get, "/_shop/v1/inventory/{sku}/ledger", nobody, kInventory | kSupport, nothing, none, reads},
    {get, "/_shop/v1/prices/{sku}", everyone, kInventory, nothing, none, light},
    {put, "/_shop/v1/prices/{sku}", nobody, kInventory, nothing, optional, light},

    {post, "/_shop/v1/reservations", nobody, kInventory, nothing, required, light},
    {get, "/_shop/v1/reservations/{id}", nobody, kInventory | kSupport, nothing, none, light},
    {post, "/_shop/v1/reservations/{id}/commit", nobody, kInventory, nothing, optional, light},
    {post, "/_shop/v1/reservations/{id}/release", nobody, kInventory, nothing, optional, light},
    {post, "/_shop/v1/reservations/{id}/extend", nobody, kInventory, nothing, optional, light},

    {post, "/_shop/v1/orders", customer, kAdmin, cart_in_body, required, light},
    {get, "/_shop/v1/orders", customer, kReadsOrders, own_list, none, reads},
    {get, "/_shop/v1/orders/{id}", customer, kReadsOrders, order, none, light},
    {get, "/_shop/v1/orders/{id}/events", customer, kReadsOrders, order, none, reads},
    {post, "/_shop/v1/orders/{id}/payments", customer, kAdmin, order, required, light},
    {post, "/_shop/v1/orders/{id}/cancel", customer, kSupport, order, required, light},
    {post, "/_shop/v1/orders/{id}/refunds", nobody, kSupport, nothing, required, light},
    {post, "/_shop/v1/orders/{id}/review", nobody, kSupport, nothing, optional, light},
    {post, "/_shop/v1/orders/{id}/shipments", nobody, kFulfilment, nothing, required, light},
    {post, "/_shop/v1/shipments/{order}/{shipment}/events", nobody, kFulfilment, nothing, optional, light},

    {post, "/_shop/v1/payments/webhooks/{provider}", everyone, kAdmin, nothing, none, light},
    {get, "/_shop/v1/events", nobody, kReadsFeed, nothing, none, reads},
    {get, "/_shop/v1/admin/queues/{queue}/dead", nobody, kAdmin, nothing, none, admin},
    {post, "/_shop/v1/admin/queues/{queue}/dead/{id}/requeue", nobody, kAdmin, nothing, optional, light},
    {post, "/_shop/v1/admin/backup", nobody, kAdmin, nothing, none, admin},
    {get, "/_shop/v1/admin/fsck", nobody, kAdmin, nothing, none, admin},
});

Audience audience_of(const shop::Principal& principal) {
  switch (principal.kind) {
    case shop::Principal::Kind::shopper: return shopper;
    case shop::Principal::Kind::guest: return guest;
    case shop::Principal::Kind::anonymous:
    case shop::Principal::Kind::service:
    case shop::Principal::Kind::internal: return nobody;
  }
  return nobody;
}

bool includes(Audience audience, Audience asked) {
  return (static_cast<int>(audience) & static_cast<int>(asked)) != 0;
}

}  // namespace

std::span<const ShopRoute> shop_routes() { return kRoutes; }

const ShopRoute* find_shop_route(http::Method method, std::string_view pattern) {
  const Method asked = method == Method::head ? Method::get : method;
  const auto found = std::ranges::find_if(
      kRoutes, [&](const ShopRoute& route) { return route.method == asked && route.pattern == pattern; });
  return found == kRoutes.end() ? nullptr : &*found;
}

Verdict may_use(const ShopRoute& route, const shop::Principal& principal) {
  if (route.audience == everyone || principal.is(route.roles)) return Verdict::granted;
  if (includes(route.audience, audience_of(principal))) return Verdict::granted;
  return principal.kind == shop::Principal::Kind::anonymous ? Verdict::unauthenticated : Verdict::forbidden;
}

bool may_see(const ShopRoute& route, const shop::Principal& principal, std::string_view owner) {
  return route.owned == nothing || principal.is(route.roles) || principal.owner() == owner;
}

}  // namespace aisle::server::shop_api
