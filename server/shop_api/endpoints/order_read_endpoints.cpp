// GET of orders, lists of them, and their histories.
#include "carts_orders/json_fields.hpp"
#include "carts_orders/orders/order_json.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/event_json.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/polling/long_poll.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::int64_t kLongestList = 100;
constexpr std::int64_t kUsualList = 20;
constexpr std::size_t kLongestHistory = 1000;

/// Answers with the order once it is not at `version` any more.
void poll_order(const ShopContext& shop, Call call, const shop::Id& id, std::uint64_t version, std::chrono::milliseconds wait) {
  auto look = [&shop, call, id, version](bool is_last) -> std::optional<shop::Answer> {
    auto order = visible_order(shop, call, id);
    if (!order) return std::move(order).error();
    if (!is_last && (*order)->version == version) return std::nullopt;
    return shop::order_answer(200, **order, call.principal(), shop.shop.now());
  };
  auto subscribe = [&shop, id](std::function<void()> wake) { return shop.shop.waiters().wait_for_order(id, std::move(wake)); };
  LongPoll::start(shop, std::move(call), wait, subscribe, std::move(look));
}

/// Whose orders are listed: a customer's own; a service says whose.
std::string listed_owner(const Call& call, QueryReader& query) {
  const auto& principal = call.principal();
  if (principal.kind == shop::Principal::Kind::shopper || principal.kind == shop::Principal::Kind::guest) return principal.owner();
  auto owner = query.text("owner", {.min_bytes = 1, .max_bytes = 300});
  if (!owner) query.refuse("owner", "is missing: a service says whose orders it wants, like user:42");
  return owner.value_or("");
}

/// The order before which the page begins; null for the newest.
shop::Id cursor_of(QueryReader& query) {
  const auto text = query.text("cursor", {.min_bytes = 1, .max_bytes = 64});
  const auto id = text ? shop::parse_id(*text) : std::nullopt;
  if (text && !id) query.refuse("cursor", "is not what next_cursor of a list said");
  return id.value_or(shop::Id{});
}

shop::Answer order_list(const std::vector<std::shared_ptr<const shop::Order>>& orders, std::size_t limit) {
  return json_answer([&](JsonWriter& json) {
    json.begin_object().key("orders").begin_array();
    for (const auto& order : orders) shop::write_order_summary(json, *order);
    json.end_array();
    if (orders.size() == limit) json.field("next_cursor", std::string_view(shop::to_string(orders.back()->key)));
    json.end_object();
  });
}

}  // namespace

void get_order(const ShopContext& shop, Call call) {
  const auto id = id_of(call.request(), "id", "order");
  if (!id) return call.answer(id.error());
  QueryReader query(call.request());
  const auto wait = wait_of(query);
  if (auto fault = query.finish()) return call.answer(*std::move(fault));
  const auto order = visible_order(shop, call, *id);
  if (!order) return call.answer(order.error());
  shop::Answer answer = shop::order_answer(200, **order, call.principal(), shop.shop.now());
  const bool is_news = call.knows_a_tag() && !call.knows(shop::etag((*order)->version));
  if (wait.count() == 0 || is_news) return call.answer_unless_known(std::move(answer));
  poll_order(shop, std::move(call), *id, (*order)->version, wait);
}

void get_orders(const ShopContext& shop, Call call) {
  QueryReader query(call.request());
  const auto limit = static_cast<std::size_t>(query.integer("limit", {1, kLongestList}, kUsualList));
  const std::string owner = listed_owner(call, query);
  const shop::Id before = cursor_of(query);
  if (auto fault = query.finish()) return call.answer(*std::move(fault));
  const auto orders = shop.shop.reader().store().orders_of(owner, before, limit);
  if (!orders) return call.answer(store_failed(orders.error()));
  call.answer(order_list(*orders, limit));
}

void get_order_events(const ShopContext& shop, Call call) {
  const auto id = id_of(call.request(), "id", "order");
  if (!id) return call.answer(id.error());
  const auto order = visible_order(shop, call, *id);
  if (!order) return call.answer(order.error());
  const auto events = shop.shop.reader().store().events_of(*id, kLongestHistory);
  if (!events) return call.answer(store_failed(events.error()));
  call.answer(json_answer([&](JsonWriter& json) {
    json.begin_object().key("events").begin_array();
    for (const shop::Event& event : *events) write_event(json, event);
    json.end_array().end_object();
  }));
}

}  // namespace aisle::server::shop_api
