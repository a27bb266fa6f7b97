#include "server/shop_api/service/shop_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace aisle::server::shop_api {
namespace {

const prometheus::Histogram::BucketBoundaries kCommitSeconds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                                0.025,  0.05,    0.1,    0.25,  0.5,    1};
const prometheus::Histogram::BucketBoundaries kBatchCommands = {1, 2, 4, 8, 16, 32, 64, 128, 256};

/// Every queue of jobs/job_kinds.hpp; one without jobs counts 0.
constexpr const char* kQueues[] = {"payment", "shipping", "notification", "inventory", "timer"};

prometheus::Counter& counter(Metrics& metrics, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(metrics.registry()).Add({});
}

prometheus::Histogram& histogram(Metrics& metrics, const char* name, const char* help,
                                 const prometheus::Histogram::BucketBoundaries& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(metrics.registry()).Add({}, buckets);
}

}  // namespace

ShopMetrics::ShopMetrics(Metrics& metrics)
    : metrics_(metrics),
      events_(prometheus::BuildCounter()
                  .Name("aisle_shop_events_total")
                  .Help("Events of the shop's feed, by type.")
                  .Register(metrics.registry())),
      commands_(counter(metrics, "aisle_shop_commands_total", "Commands that the state machine executed.")),
      commit_seconds_(histogram(metrics, "aisle_shop_commit_seconds", "A group commit, from execution to answers.", kCommitSeconds)),
      batch_commands_(histogram(metrics, "aisle_shop_batch_commands", "Commands in a group commit.", kBatchCommands)) {}

void ShopMetrics::committed(const shop::ChangeSet& changes) {
  for (const shop::Event& event : changes.events) {
    auto found = event_counters_.find(event.kind);
    if (found == event_counters_.end()) {
      found = event_counters_.emplace(event.kind, &events_.Add({{"type", event.kind}})).first;
    }
    found->second->Increment();
  }
}

void ShopMetrics::batch_done(std::size_t commands, std::int64_t microseconds) {
  commands_.Increment(static_cast<double>(commands));
  commit_seconds_.Observe(static_cast<double>(microseconds) / 1e6);
  batch_commands_.Observe(static_cast<double>(commands));
}

void ShopMetrics::sample(shop::Shop& shop) {
  using Depth = shop::JobBoard::QueueDepth;
  const auto sample_jobs = [&](const char* queue, const char* state, std::size_t Depth::* count) {
    metrics_.sample(Metrics::Kind::gauge, "aisle_shop_jobs", "Jobs recorded, by queue and state.", {{"queue", queue}, {"state", state}},
                    [&shop, queue, count] {
                      const auto depths = shop.jobs().depths(shop.now());
                      const auto found = depths.find(queue);
                      return found == depths.end() ? 0.0 : static_cast<double>(found->second.*count);
                    });
  };
  for (const char* queue : kQueues) {
    sample_jobs(queue, "ready", &Depth::ready);
    sample_jobs(queue, "later", &Depth::later);
    sample_jobs(queue, "leased", &Depth::leased);
    sample_jobs(queue, "dead", &Depth::dead);
  }
  metrics_.sample(Metrics::Kind::gauge, "aisle_shop_commands_waiting", "Commands in the writer's line.", {},
                  [&shop] { return static_cast<double>(shop.waiting()); });
  metrics_.sample(Metrics::Kind::gauge, "aisle_shop_read_only", "1 while the disk is full and writes are refused.", {},
                  [&shop] { return shop.disk_full() ? 1.0 : 0.0; });
}

}  // namespace aisle::server::shop_api
