#include "carts_orders/workers/workers.hpp"

#include <utility>

namespace aisle::shop {
namespace {

WorkerSettings settings_of(std::string queue, std::size_t concurrency, EpochMillis patience) {
  return {.queue = std::move(queue), .concurrency = concurrency, .patience = patience, .lease = patience + patience / 2};
}

}  // namespace

Workers::Workers(WorkersSettings settings, World world, Executor& executor, JobSource& jobs, Submit submit)
    : payments_(std::move(world.providers)),
      shipping_(std::move(world.carriers)),
      notifications_(*world.templates, *world.messages, *world.webhooks, std::move(world.find_order)),
      inventory_(*world.templates, *world.messages, *world.webhooks, std::move(world.restocker)) {
  const auto add = [&](std::string queue, std::size_t concurrency, Performer& performer) {
    auto worker = std::make_unique<Worker>(settings_of(queue, concurrency, settings.patience), executor, jobs, performer, submit);
    workers_.emplace_back(std::move(queue), std::move(worker));
  };
  add("payment", settings.payment_concurrency, payments_);
  add("shipping", settings.shipping_concurrency, shipping_);
  add("notification", settings.notification_concurrency, notifications_);
  add("inventory", settings.inventory_concurrency, inventory_);
}

void Workers::start() {
  for (auto& [queue, worker] : workers_) worker->start();
}

void Workers::stop() {
  for (auto& [queue, worker] : workers_) worker->stop();
}

std::size_t Workers::under_way() const {
  std::size_t sum = 0;
  for (const auto& [queue, worker] : workers_) sum += worker->under_way();
  return sum;
}

std::map<std::string, WorkerCounts> Workers::counts() const {
  std::map<std::string, WorkerCounts> all;
  for (const auto& [queue, worker] : workers_) all[queue] = worker->counts();
  return all;
}

}  // namespace aisle::shop
