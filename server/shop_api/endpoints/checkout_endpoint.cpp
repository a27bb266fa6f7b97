// POST /orders: a cart becomes an order that waits for its payment. Answered 202 once stock is held and all is recorded.
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/http/body_reader.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMostAdjustments = 50;
constexpr std::size_t kLongestAddress = 4096;
constexpr TextRule kMethod{.min_bytes = 1, .max_bytes = 200};
constexpr TextRule kEmail{.min_bytes = 3, .max_bytes = 254};
constexpr TextRule kCode{.min_bytes = 1, .max_bytes = 64};

shop::Adjustment read_adjustment(ObjectReader& object) {
  return {.code = object.text("code", kCode),
          .label = object.optional_text("label", kReason).value_or(""),
          .amount = object.integer("amount", {-shop::kMaxAmount, shop::kMaxAmount})};
}

void read_checkout(ObjectReader& body, shop::Checkout& command) {
  command.cart = body.id("cart_id");
  const auto version = body.optional_integer("cart_version", {0, INT64_MAX});
  if (version) command.cart_version = static_cast<std::uint64_t>(*version);
  command.expected_total = body.optional_money("expected_total", true);
  body.object("payment", [&](ObjectReader& payment) { command.payment_method = payment.text("method", kMethod); });
  command.email = body.optional_text("email", kEmail).value_or("");
  command.shipping_address = body.optional_object_text("shipping_address", kLongestAddress).value_or("");
  body.optional_each_object("adjustments", {0, kMostAdjustments},
                            [&](ObjectReader& each) { command.adjustments.push_back(read_adjustment(each)); });
}

}  // namespace

void checkout(const ShopContext& shop, Call call) {
  shop::Checkout command;
  auto fault = read_body(call.request(), [&](ObjectReader& body) { read_checkout(body, command); });
  if (fault) return call.answer(*std::move(fault));
  const auto cart = visible_cart(shop, call, command.cart);
  if (!cart) return call.answer(cart.error());
  auto facts = facts_of(shop, skus_of(**cart));
  call.submit(shop::OrderCommand(std::move(command)), std::move(facts));
}

}  // namespace aisle::server::shop_api
