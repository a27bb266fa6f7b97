// GET of carts: what is in them, and what changed since it was put there.
#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_json.hpp"
#include "carts_orders/carts/notices.hpp"
#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/inventory/price.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"

namespace aisle::server::shop_api {
namespace {

/// A product as the catalog and the shop's records have it now.
shop::ProductNow product_now(const ShopContext& shop, std::string_view sku) {
  const shop::ProductFacts facts = shop.catalog.look_up(sku);
  const auto price = shop.shop.reader().price(std::string(sku));
  const auto stock = shop.shop.reader().stock({.sku = std::string(sku)});
  shop::ProductNow now{.exists = facts.exists, .price = shop::current_price(price ? price->get() : nullptr, &facts), .available = {}};
  now.priced = now.price.has_value();
  if (stock && *stock != nullptr) {
    now.available = (*stock)->available();
  } else if (facts.exists) {
    now.available = facts.opening_stock;
  }
  return now;
}

/// What Cart::hold names; null when it cannot be had.
std::shared_ptr<const shop::Reservation> hold_of(const ShopContext& shop, const shop::Cart& cart) {
  if (cart.hold.is_null()) return nullptr;
  auto hold = shop.shop.reader().reservation(cart.hold);
  return hold ? *std::move(hold) : nullptr;
}

/// A client that has this version gets 304 only while there is nothing new to say about its lines.
void answer_with_cart(const ShopContext& shop, const Call& call, const shop::Cart& cart) {
  const EpochMillis now = shop.shop.now();
  if (auto answer = shop::gone(call.principal(), cart, now)) return call.answer(*std::move(answer));
  const auto hold = hold_of(shop, cart);
  const shop::NoticeRules rules{.now = now,
                                .low_stock = shop.shop.settings().low_stock,
                                .hold_from = shop.shop.settings().hold_from,
                                .hold = hold.get()};
  const auto notices = shop::notices_of(cart, [&](std::string_view sku) { return product_now(shop, sku); }, rules);
  const shop::CartView view{.now = now, .currency = shop.shop.settings().currency, .notices = notices, .hold = hold.get()};
  auto answer = json_answer([&](JsonWriter& json) { shop::write_cart(json, cart, view); }).with("ETag", shop::etag(cart.version));
  if (notices.empty()) return call.answer_unless_known(std::move(answer));
  call.answer(std::move(answer));
}

}  // namespace

void get_cart(const ShopContext& shop, Call call) {
  const auto id = id_of(call.request(), "id", "cart");
  if (!id) return call.answer(id.error());
  const auto cart = visible_cart(shop, call, *id);
  if (!cart) return call.answer(cart.error());
  answer_with_cart(shop, call, **cart);
}

/// A shopper has one cart. A guest's token opens one cart, too, but only its id finds it.
void get_my_cart(const ShopContext& shop, Call call) {
  const shop::Reader& reader = shop.shop.reader();
  const auto mine = reader.cart_owner(call.principal().owner());
  if (!mine) return call.answer(store_failed(mine.error()));
  if (*mine == nullptr) return call.answer(not_found("cart"));
  const auto cart = visible_cart(shop, call, (*mine)->cart);
  if (!cart) return call.answer(cart.error());
  if ((*cart)->state == shop::CartState::ordered) return call.answer(not_found("cart"));
  answer_with_cart(shop, call, **cart);
}

}  // namespace aisle::server::shop_api
