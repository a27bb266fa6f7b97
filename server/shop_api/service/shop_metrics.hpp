#pragma once
// What the shop counts.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "carts_orders/service/commit_observer.hpp"
#include "carts_orders/service/shop.hpp"
#include "server/metrics/metrics.hpp"

namespace prometheus {
class Counter;
class Histogram;
template <class T>
class Family;
}  // namespace prometheus

namespace aisle::server::shop_api {

/// Outlives the shop; the metrics outlive it.
///
///   aisle_shop_events_total{type}               what happened, by the feed's kinds: order.confirmed, ...
///   aisle_shop_commands_total, _commit_seconds, _batch_commands     the writer
///   aisle_shop_jobs{queue,state}, _commands_waiting, _read_only     now
class ShopMetrics final : public shop::CommitObserver {
 public:
  explicit ShopMetrics(Metrics& metrics);

  /// The writer's thread.
  void committed(const shop::ChangeSet& changes) override;
  void batch_done(std::size_t commands, std::int64_t microseconds);

  /// Adds what is asked at every scrape. `shop` must be open whenever the metrics are read.
  void sample(shop::Shop& shop);

 private:
  Metrics& metrics_;
  prometheus::Family<prometheus::Counter>& events_;
  prometheus::Counter& commands_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Histogram& batch_commands_;
  std::map<std::string, prometheus::Counter*, std::less<>> event_counters_;
};

}  // namespace aisle::server::shop_api
