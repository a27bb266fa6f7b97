#include "carts_orders/testing/simulation/outside.hpp"

#include <utility>

#include "carts_orders/payments/parked_events.hpp"
#include "carts_orders/payments/webhook_signature.hpp"

namespace aisle::shop::simulation {
namespace {

constexpr const char* kSecret = "whsec_simulation";

TestProviderSettings provider_settings(World& world) {
  TestProviderSettings settings;
  settings.secrets = {kSecret};
  settings.seed = world.dice.next();
  settings.chaos = world.faults.provider;
  return settings;
}

CarrierChaos carrier_chaos(const Faults& faults) {
  CarrierChaos chaos;
  chaos.api_error = faults.carrier_error;
  chaos.lost_answer = faults.carrier_error;
  chaos.refuse = faults.carrier_error / 4;
  chaos.longest_answer = 100;
  chaos.longest_delay = faults.carrier_error > 0 ? 10 * kMinute : 0;
  return chaos;
}

TestCarrierSettings carrier_settings(World& world) {
  TestCarrierSettings settings;
  settings.seed = world.dice.next();
  settings.in_transit_after = 8 * kMinute;
  settings.delivered_after = 10 * kMinute;
  settings.chaos = carrier_chaos(world.faults);
  return settings;
}

}  // namespace

Outside::Outside(World& world, Front& front, AckLog& acks)
    : world_(world),
      front_(front),
      acks_(acks),
      provider_journal_(world.executor),
      carrier_journal_(world.executor),
      provider_(provider_settings(world), world.executor, provider_journal_,
                [this](std::string body, std::string signature, std::function<void(int)> done) {
                  send_webhook(std::move(body), std::move(signature), std::move(done));
                }),
      carrier_(carrier_settings(world), world.executor, carrier_journal_),
      dice_(world.dice.fork()) {
  const bool opened = provider_.open().ok() && carrier_.open().ok();
  world_.findings.expect(opened, "the provider or the carrier did not open");
}

void Outside::calm_down() {
  provider_.set_chaos(no_faults().provider);
  carrier_.set_chaos(carrier_chaos(no_faults()));
}

Status Outside::take_message(const std::string& id) {
  if (dice_.chance(world_.faults.sink_error)) return Error(ErrorCode::unavailable, "The server is not in the mood.");
  messages_.insert(id);
  return {};
}

Result<ProviderEvent> Outside::read_webhook(const std::string& body, const std::string& signature) const {
  const EpochMillis now = world_.shop_wall();
  const bool anew = world_.bug == PlantedBug::signature_made_anew;
  auto event = provider_.verify_and_read_webhook(body, anew ? sign_webhook(kSecret, body, now) : signature, now);
  if (event && world_.bug == PlantedBug::amount_not_compared) {
    if (const auto order = world_.disk.contents().find<Order>(event->order)) event->amount = order->total;
  }
  return event;
}

// As server/shop_api's endpoint of webhooks.
void Outside::send_webhook(std::string body, std::string signature, std::function<void(int)> done) {
  const auto answer = [this, done = std::move(done)](int status) { world_.road.send([done, status] { done(status); }); };
  world_.road.send([this, body = std::move(body), signature = std::move(signature), answer] {
    if (!front_.is_open()) return;
    auto event = read_webhook(body, signature);
    if (!event) return answer(400);
    const bool is_recorded = event->type != ProviderEvent::Type::other;
    Request request{.command = PaymentCommand{ApplyProviderEvent{.event = *event, .payload = body}}};
    front_.accept(std::move(request), [this, answer, is_recorded, key = webhook_key(*event)](Answer given) {
      if (given.status == 200 && is_recorded) acks_.webhook_accepted(key);
      answer(given.status);
    });
  });
}

}  // namespace aisle::shop::simulation
