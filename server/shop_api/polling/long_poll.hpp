#pragma once
// Answers that wait for something to happen, `?wait=20`, without a thread that waits.

#include <chrono>
#include <functional>
#include <optional>

#include "server/shop_api/frame/call.hpp"
#include "server/shop_api/http/query_reader.hpp"

namespace aisle::server::shop_api {

/// The seconds of `?wait=`, at most a minute; zero without one.
std::chrono::milliseconds wait_of(QueryReader& query);

/// Asks `look` until it has an answer: now, after every commit that `subscribe` reports, and a last time when the wait
/// is over or the server is about to stop, when `is_last` tells it to answer in any case. `look` runs on the alarms'
/// thread, but for the first time; calls never overlap.
struct LongPoll {
  using Look = std::function<std::optional<shop::Answer>(bool is_last)>;
  using Subscribe = std::function<shop::ChangeWaiters::Ticket(std::function<void()> wake)>;

  static void start(const ShopContext& shop, Call call, std::chrono::milliseconds wait, Subscribe subscribe, Look look);
};

}  // namespace aisle::server::shop_api
