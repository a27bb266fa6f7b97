// What becomes of an order: paid again, cancelled, refunded, reviewed, shipped.
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/http/body_reader.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMostLines = 200;
constexpr TextRule kMethod{.min_bytes = 1, .max_bytes = 200};
constexpr TextRule kWord{.min_bytes = 1, .max_bytes = 100};

using Decision = shop::ReviewOrder::Decision;
constexpr NamedValue<Decision> kDecisions[] = {{"confirm", Decision::confirm}, {"refund", Decision::refund}};

/// The order in the path, once it is known to exist for this caller.
Read<shop::Id> order_in_path(const ShopContext& shop, const Call& call, std::string_view name = "id") {
  const auto id = id_of(call.request(), name, "order");
  if (!id) return id;
  const auto order = visible_order(shop, call, *id);
  if (!order) return std::unexpected(order.error());
  return *id;
}

shop::ShippedLine read_line(ObjectReader& object) {
  return {.sku = object.text("sku", kSku), .quantity = object.integer("quantity", {1, kQuantity.max})};
}

}  // namespace

void pay_again(const ShopContext& shop, Call call) {
  const auto order = order_in_path(shop, call);
  if (!order) return call.answer(order.error());
  shop::PayAgain command{.order = *order, .payment_method = {}};
  auto fault = read_body(call.request(), [&](ObjectReader& body) { command.payment_method = body.text("method", kMethod); });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::OrderCommand(std::move(command)));
}

void cancel_order(const ShopContext& shop, Call call) {
  const auto order = order_in_path(shop, call);
  if (!order) return call.answer(order.error());
  shop::CancelOrder command{.order = *order, .reason = {}};
  auto fault = read_optional_body(call.request(), [&](ObjectReader& body) {
    command.reason = body.optional_text("reason", kReason).value_or("");
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::OrderCommand(std::move(command)));
}

void refund_order(const ShopContext& shop, Call call) {
  const auto order = order_in_path(shop, call);
  if (!order) return call.answer(order.error());
  shop::RefundOrder command{.order = *order, .amount = 0, .reason = {}};
  auto fault = read_optional_body(call.request(), [&](ObjectReader& body) {
    command.amount = body.optional_integer("amount", {1, shop::kMaxAmount}).value_or(0);
    command.reason = body.optional_text("reason", kReason).value_or("");
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::OrderCommand(std::move(command)));
}

void review_order(const ShopContext& shop, Call call) {
  const auto order = order_in_path(shop, call);
  if (!order) return call.answer(order.error());
  shop::ReviewOrder command{.order = *order, .decision = {}};
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.decision = body.choice("decision", std::span<const NamedValue<Decision>>(kDecisions));
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::OrderCommand(command));
}

void ship_order(const ShopContext& shop, Call call) {
  const auto order = order_in_path(shop, call);
  if (!order) return call.answer(order.error());
  shop::ShipOrder command{.order = *order, .lines = {}, .carrier = {}, .tracking = {}};
  auto fault = read_optional_body(call.request(), [&](ObjectReader& body) {
    body.optional_each_object("lines", {1, kMostLines}, [&](ObjectReader& line) { command.lines.push_back(read_line(line)); });
    command.carrier = body.optional_text("carrier", kWord).value_or("");
    command.tracking = body.optional_text("tracking", kWord).value_or("");
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::OrderCommand(std::move(command)));
}

void report_shipment(const ShopContext& shop, Call call) {
  const auto order = order_in_path(shop, call, "order");
  if (!order) return call.answer(order.error());
  const auto shipment = id_of(call.request(), "shipment", "shipment");
  if (!shipment) return call.answer(shipment.error());
  shop::ReportShipment command{.order = *order, .shipment = *shipment, .event = {}, .detail = {}};
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.event = body.text("event", kWord);
    command.detail = body.optional_text("detail", kReason).value_or("");
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::OrderCommand(std::move(command)));
}

}  // namespace aisle::server::shop_api
