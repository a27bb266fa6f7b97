// GET /events: the ordered feed of all that happened, for consumers that keep their own place in it.
#include <limits>

#include "carts_orders/json_fields.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/event_json.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/polling/long_poll.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::int64_t kLongestPage = 1000;
constexpr std::int64_t kUsualPage = 100;

shop::Answer compacted(std::int64_t first) {
  return shop::problem(410, "compacted", "Events after this one were removed since; start again from `first`.",
                       [&](JsonWriter& json) { json.field("first", first); });
}

shop::Answer page(const std::vector<shop::Event>& events, std::int64_t after) {
  return json_answer([&](JsonWriter& json) {
    json.begin_object().key("events").begin_array();
    for (const shop::Event& event : events) write_event(json, event);
    json.end_array().field("last", events.empty() ? after : events.back().number).end_object();
  });
}

/// Nothing while there is nothing to tell.
std::optional<shop::Answer> look(const ShopContext& shop, std::int64_t after, std::int64_t limit, bool is_last) {
  shop::SnapshotReader& store = shop.shop.reader().store();
  const auto events = store.events_after(after, static_cast<std::size_t>(limit));
  if (!events) return store_failed(events.error());
  const bool has_gap = events->empty() ? false : events->front().number != after + 1;
  if (has_gap) return compacted(events->front().number);
  if (events->empty() && !is_last) return std::nullopt;
  return page(*events, after);
}

}  // namespace

void write_event(JsonWriter& json, const shop::Event& event) {
  json.begin_object().field("seq", event.number);
  shop::time_field(json, "at", event.at);
  json.field("type", std::string_view(event.kind));
  if (!event.subject.is_null()) json.field("subject", std::string_view(shop::to_string(event.subject)));
  json.key("data").raw(event.data.empty() ? std::string_view("{}") : std::string_view(event.data)).end_object();
}

void get_events(const ShopContext& shop, Call call) {
  QueryReader query(call.request());
  const std::int64_t after = query.integer("after", {0, std::numeric_limits<std::int64_t>::max() - 1}, 0);
  const std::int64_t limit = query.integer("limit", {1, kLongestPage}, kUsualPage);
  const auto wait = wait_of(query);
  if (auto fault = query.finish()) return call.answer(*std::move(fault));
  auto subscribe = [&shop](std::function<void()> wake) { return shop.shop.waiters().wait_for_events(std::move(wake)); };
  LongPoll::start(shop, std::move(call), wait, subscribe,
                  [&shop, after, limit](bool is_last) { return look(shop, after, limit, is_last); });
}

}  // namespace aisle::server::shop_api
