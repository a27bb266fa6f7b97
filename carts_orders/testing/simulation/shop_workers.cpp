#include "carts_orders/testing/simulation/shop_workers.hpp"

#include <utility>

namespace aisle::shop::simulation {
namespace {

constexpr EpochMillis kPatience = 30'000;

FarCall far(World& world, ShopProcess& process) { return {world.road, process.executor(), kPatience}; }

/// Read once: every run of a thread says the same words.
const Templates& templates() {
  thread_local const Templates loaded = *Templates::load("The Simulated Shop");
  return loaded;
}

shop::World surroundings(FarProvider& provider, FarCarrier& carrier, FarMail& mail, OutgoingWebhooks& webhooks, ShopProcess& process) {
  return {.providers = {{"test", &provider}},
          .carriers = {{"test", &carrier}},
          .templates = &templates(),
          .messages = &mail,
          .webhooks = &webhooks,
          .find_order = [&process](const Id& id) { return *process.reader().order(id); },
          .restocker = "restocker@example.com"};
}

Submit submit_to(ShopProcess& process) {
  return [&process](Request request, std::function<void(Answer)> done) { process.submit(std::move(request), std::move(done)); };
}

}  // namespace

ShopWorkers::ShopWorkers(World& world, ShopProcess& process, Outside& outside)
    : provider_(outside.provider(), far(world, process), world.bug),
      carrier_(outside.carrier(), far(world, process)),
      mail_(outside, far(world, process)),
      http_(outside, far(world, process)),
      webhooks_({{.url = "https://subscriber.example.com/", .secrets = {"whsec_subscriber"}}}, http_, *process.executor()),
      workers_({}, surroundings(provider_, carrier_, mail_, webhooks_, process), *process.executor(), process.jobs(), submit_to(process)) {
  workers_.start();
}

}  // namespace aisle::shop::simulation
