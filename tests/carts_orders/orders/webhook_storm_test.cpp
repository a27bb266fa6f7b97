// Webhooks delivered one to five times, shuffled across orders and within each, some before the worker's report of
// their intent: afterwards every order is where the sequential oracle has it, each event once and in its order.
#include <algorithm>
#include <iostream>
#include <random>

#include "carts_orders/payments/attempts.hpp"
#include "tests/carts_orders/orders/world.hpp"
#include "tests/effort.hpp"

namespace aisle::shop {
namespace {

using Type = ProviderEvent::Type;

constexpr int kOrders = 60;

/// What a provider tells of one intent, in the order in which it happened.
const std::vector<std::vector<Type>> kScripts = {
    {Type::payment_processing, Type::payment_succeeded},
    {Type::payment_processing, Type::payment_failed, Type::payment_succeeded},
    {Type::payment_failed, Type::payment_canceled},
    {Type::payment_canceled, Type::payment_succeeded},
    {Type::payment_processing},
    {Type::payment_succeeded, Type::refund_succeeded},
    {Type::payment_failed},
    {Type::other, Type::payment_succeeded},
};
bool pays_amiss(int order) { return order % 20 == 7; }

/// One thing that reaches the shop: a worker's report of an intent, or a webhook.
struct Arrival {
  int order = 0;
  bool is_report = false;
  ProviderEvent event;
};

class Storm {
 public:
  Storm() {
    shop_.product("shoe", 1999, 1'000);
    for (int i = 0; i < kOrders; ++i) orders_.push_back(world_.order_of({{"shoe", 1 + i % 3}}));
  }

  std::vector<Arrival> in_order(bool names_order) const {
    std::vector<Arrival> arrivals;
    for (int i = 0; i < kOrders; ++i) {
      arrivals.push_back({.order = i, .is_report = true, .event = {}});
      const auto& script = kScripts[static_cast<std::size_t>(i) % kScripts.size()];
      for (std::size_t step = 0; step < script.size(); ++step) arrivals.push_back({i, false, event(i, step, script[step], names_order)});
    }
    return arrivals;
  }

  void arrive(const Arrival& arrival) {
    if (!arrival.is_report) {
      world_.deliver(arrival.event);
      return;
    }
    const Id& id = orders_[static_cast<std::size_t>(arrival.order)];
    for (const Job& job : world_.jobs(job_kind::kPaymentCreate)) {
      if (job.subject != id) continue;
      shop_.ask(internal(), PaymentCommand{IntentCreated{job.key, id, 1, world_.intent_of(id), "secret"}});
    }
  }

  /// Where everything ended, as far as it does not depend on who came first.
  std::vector<std::string> outcome() {
    std::vector<std::string> lines;
    for (const Id& id : orders_) {
      const Order order = world_.order(id);
      std::string line = std::string(to_string(order.state)) + " captured " + std::to_string(order.captured);
      line += " refunded " + std::to_string(order.refunded) + " payments " + std::to_string(order.payments.size());
      line += any_hopeful(order) ? " hoped" : "";
      lines.push_back(line + " cart " + std::string(to_string(shop_.cart(order.cart)->state)));
    }
    const Stock stock = shop_.stock("shoe");
    lines.push_back(std::to_string(stock.reserved) + " reserved, " + std::to_string(stock.committed) + " committed");
    world_.check_shop();
    return lines;
  }

 private:
  ProviderEvent event(int i, std::size_t step, Type type, bool names_order) const {
    const Id& id = orders_[static_cast<std::size_t>(i)];
    ProviderEvent event;
    event.provider = "test";
    event.id = "evt_" + std::to_string(i) + '_' + std::to_string(step);
    event.type = type;
    event.intent = world_.intent_of(id);
    if (names_order) event.order = id;
    event.amount = type == Type::refund_succeeded ? 700 : world_.order(id).total + (pays_amiss(i) ? 1 : 0);
    event.currency = "USD";
    if (type == Type::refund_succeeded) event.refund = "re_" + std::to_string(i);
    return event;
  }

  static ShopSettings by_hand() {
    ShopSettings settings;
    settings.shipping = Shipping::manual;
    return settings;
  }
  TestShop shop_{by_hand()};
  World world_{shop_};
  std::vector<Id> orders_;
};

std::vector<std::string> oracle(bool names_order) {
  Storm storm;
  for (const Arrival& arrival : storm.in_order(names_order)) storm.arrive(arrival);
  return storm.outcome();
}

std::vector<std::string> stormy(bool names_order, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Storm storm;
  std::vector<Arrival> arrivals;
  for (const Arrival& arrival : storm.in_order(names_order)) arrivals.insert(arrivals.end(), 1 + random() % 5, arrival);
  std::shuffle(arrivals.begin(), arrivals.end(), random);
  for (const Arrival& arrival : arrivals) storm.arrive(arrival);
  return storm.outcome();
}

void expect_no_storm_matters(bool names_order) {
  const std::vector<std::string> expected = oracle(names_order);
  for (int seed = 1; seed <= test_effort(100); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ASSERT_EQ(stormy(names_order, static_cast<std::uint64_t>(seed)), expected);
  }
}

TEST(WebhookStorm, EndsWhereTheSequentialOracleEnds) { expect_no_storm_matters(true); }
TEST(WebhookStorm, EndsThereTooWhenEventsNameNoOrder) { expect_no_storm_matters(false); }

}  // namespace
}  // namespace aisle::shop
