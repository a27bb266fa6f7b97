#include "carts_orders/testing/simulation/shop_workers.hpp"

namespace aisle::shop::simulation {
namespace {

constexpr EpochMillis kPatience = 30'000;

}  // namespace

ShopWorkers::ShopWorkers(World& world, ShopProcess& process, Outside& outside)
    : provider_(outside.provider(), FarCall(world.road, process.executor(), kPatience), world.bug),
      carrier_(outside.carrier(), FarCall(world.road, process.executor(), kPatience)),
      performer_(provider_, carrier_, outside) {
  for (const char* queue : {"payment", "shipping", "notification", "inventory"}) {
    WorkerSettings settings;
    settings.queue = queue;
    const auto submit = [&process](Request request, std::function<void(Answer)> done) { process.submit(std::move(request), std::move(done)); };
    workers_.push_back(std::make_unique<Worker>(settings, *process.executor(), process.jobs(), performer_, submit));
    workers_.back()->start();
  }
}

}  // namespace aisle::shop::simulation
