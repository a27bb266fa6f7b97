#include "server/shop_api/endpoints/shop_routes.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "server/shop_api/endpoints/endpoints.hpp"

namespace aisle::server::shop_api {
namespace {

using enum http::Method;

struct Endpoint {
  http::Method method;
  std::string_view pattern;
  ShopHandler handler;
};

constexpr auto kEndpoints = std::to_array<Endpoint>({
    {post, "/_shop/v1/carts", create_cart},
    {get, "/_shop/v1/carts/mine", get_my_cart},
    {post, "/_shop/v1/carts/mine/merge", merge_carts},
    {get, "/_shop/v1/carts/{id}", get_cart},
    {put, "/_shop/v1/carts/{id}/lines/{sku}", put_line},
    {post, "/_shop/v1/carts/{id}/lines", add_line},
    {delete_, "/_shop/v1/carts/{id}/lines/{sku}", remove_line},
    {delete_, "/_shop/v1/carts/{id}/lines", clear_cart},

    {get, "/_shop/v1/inventory/{sku}", get_stock},
    {post, "/_shop/v1/inventory/_mget", get_many_stocks},
    {put, "/_shop/v1/inventory/{sku}", put_stock},
    {post, "/_shop/v1/inventory/{sku}/adjustments", adjust_stock},
    {post, "/_shop/v1/inventory/_bulk", bulk_stock},
    {get, "/_shop/v1/inventory/{sku}/ledger", get_ledger},
    {get, "/_shop/v1/prices/{sku}", get_price},
    {put, "/_shop/v1/prices/{sku}", put_price},

    {post, "/_shop/v1/reservations", create_reservation},
    {get, "/_shop/v1/reservations/{id}", get_reservation},
    {post, "/_shop/v1/reservations/{id}/commit", commit_reservation},
    {post, "/_shop/v1/reservations/{id}/release", release_reservation},
    {post, "/_shop/v1/reservations/{id}/extend", extend_reservation},

    {post, "/_shop/v1/orders", checkout},
    {get, "/_shop/v1/orders", get_orders},
    {get, "/_shop/v1/orders/{id}", get_order},
    {get, "/_shop/v1/orders/{id}/events", get_order_events},
    {post, "/_shop/v1/orders/{id}/payments", pay_again},
    {post, "/_shop/v1/orders/{id}/cancel", cancel_order},
    {post, "/_shop/v1/orders/{id}/refunds", refund_order},
    {post, "/_shop/v1/orders/{id}/review", review_order},
    {post, "/_shop/v1/orders/{id}/shipments", ship_order},
    {post, "/_shop/v1/shipments/{order}/{shipment}/events", report_shipment},

    {post, "/_shop/v1/payments/webhooks/{provider}", take_webhook},
    {get, "/_shop/v1/events", get_events},
    {get, "/_shop/v1/admin/queues/{queue}/dead", get_dead_jobs},
    {post, "/_shop/v1/admin/queues/{queue}/dead/{id}/requeue", requeue_job},
    {post, "/_shop/v1/admin/backup", make_backup},
    {get, "/_shop/v1/admin/fsck", check_store},
});

ShopHandler handler_of(const ShopRoute& route) {
  const auto found = std::ranges::find_if(kEndpoints, [&](const Endpoint& endpoint) {
    return endpoint.method == route.method && endpoint.pattern == route.pattern;
  });
  assert(found != kEndpoints.end() && "every route of the authorisation table has a handler");
  return found->handler;
}

}  // namespace

void add_shop_routes(http::Router& router, const ShopContext& shop) {
  assert(kEndpoints.size() == shop_routes().size() && "every handler has a row in the authorisation table");
  for (const ShopRoute& route : shop_routes()) {
    router.add(route.method, route.pattern, route.endpoint_class, guarded(shop, route, handler_of(route)));
  }
}

}  // namespace aisle::server::shop_api
