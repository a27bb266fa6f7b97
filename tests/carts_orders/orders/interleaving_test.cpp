// Nine things that can happen to an order, in every order: whatever comes first, the order ends in a legal state, with
// money and stock conserved.
#include <algorithm>
#include <array>
#include <random>
#include <span>
#include <string>

#include "carts_orders/orders/transitions.hpp"
#include "tests/carts_orders/orders/world.hpp"
#include "tests/effort.hpp"

namespace aisle::shop {
namespace {

using Type = ProviderEvent::Type;

enum class Happening { success, failure, cancel, refund, expire, ship, deliver, late_success, second_success };
constexpr std::array kHappenings = {Happening::success, Happening::failure, Happening::cancel,
                                    Happening::refund,  Happening::expire,  Happening::ship,
                                    Happening::deliver, Happening::late_success, Happening::second_success};
constexpr std::array kNames = {"success", "failure", "cancel", "refund", "expire", "ship", "deliver", "late success", "second success"};

/// When the jobs are done: between happenings, or all at the end.
enum class Workers { prompt, late };

class Story {
 public:
  Story(Workers workers, Shipping shipping, HoldFrom hold_from = HoldFrom::checkout)
      : workers_(workers), shop_(settings(shipping, hold_from)), world_(shop_) {
    shop_.product("shoe", 1999, 3);
    shop_.product("sock", 500, 50);
    order_ = world_.order_of({{"shoe", 2}, {"sock", 3}});
    world_.work(job_kind::kPaymentCreate);
  }

  void happen(Happening happening) {
    trail_ += std::string(trail_.empty() ? "" : ", ") + kNames[static_cast<std::size_t>(happening)];
    act(happening);
    if (workers_ == Workers::prompt) world_.work();
    SCOPED_TRACE(trail_);
    world_.check_shop();
  }

  /// Everything outside does its work, and time goes on until nothing is left to do.
  void end() {
    for (int round = 0; round < 6; ++round) {
      world_.work();
      shop_.advance(20 * kMinute);
      world_.run_timers();
    }
    world_.work();
    SCOPED_TRACE(trail_);
    world_.check();
    const OrderState state = world_.state(order_);
    EXPECT_TRUE(is_rest(state)) << to_string(state);
    EXPECT_TRUE(shop_.contents().of<Job>().empty()) << shop_.job_kinds()[0];
    const bool is_sold = state == OrderState::confirmed || state == OrderState::shipped || state == OrderState::delivered;
    EXPECT_EQ(shop_.reservation(world_.order(order_).reservation)->state == ReservationState::committed ||
                  shop_.reservation(world_.order(order_).reservation)->state == ReservationState::fulfilled,
              is_sold);
  }

 private:
  static ShopSettings settings(Shipping shipping, HoldFrom hold_from) {
    ShopSettings settings;
    settings.shipping = shipping;
    settings.hold_from = hold_from;
    return settings;
  }

  /// Nothing happens by itself any more; a confirmed order waits for who packs, a shipped one for the parcel's arrival.
  static bool is_rest(OrderState state) {
    return is_terminal(state) || state == OrderState::confirmed || state == OrderState::shipped;
  }

  void act(Happening happening) {
    switch (happening) {
      case Happening::success: return world_.pay(order_);
      case Happening::failure: return world_.decline(order_);
      case Happening::cancel: return ask(world_.buyer(order_), CancelOrder{.order = order_});
      case Happening::refund: return ask(world_.support, RefundOrder{.order = order_});
      case Happening::expire: return world_.let_payment_lapse();
      case Happening::ship: return ask(world_.packer, ShipOrder{.order = order_, .carrier = "bike", .tracking = "7"});
      case Happening::deliver: return deliver();
      case Happening::late_success: shop_.advance(30 * kMinute); return world_.pay(order_);
      case Happening::second_success: return pay_second();
    }
  }

  void ask(const Principal& principal, OrderCommand command) {
    const Answer answer = shop_.ask(principal, std::move(command));
    EXPECT_TRUE(answer.status < 300 || answer.status == 409) << answer.status << ' ' << answer.body;
  }

  void deliver() {
    for (const Shipment& shipment : world_.order(order_).shipments) {
      ask(world_.packer, ReportShipment{.order = order_, .shipment = shipment.id, .event = "delivered"});
    }
  }

  /// Another payment the shopper began, or one that the shop never asked for.
  void pay_second() {
    const Answer answer = shop_.ask(world_.buyer(order_), OrderCommand{PayAgain{.order = order_, .payment_method = "test_ok"}});
    if (answer.status == 202) {
      world_.work(job_kind::kPaymentCreate);
      return world_.pay(order_, world_.order(order_).payments.back().number);
    }
    const std::string stray = world_.stray_intent(order_);
    world_.capture(stray);
    world_.deliver(world_.event(Type::payment_succeeded, stray));
  }

  Workers workers_;
  TestShop shop_;
  World world_;
  Id order_;
  std::string trail_;
};

void play_all_pairs(Workers workers, Shipping shipping, HoldFrom hold_from) {
  for (const Happening first : kHappenings) {
    for (const Happening second : kHappenings) {
      Story story(workers, shipping, hold_from);
      story.happen(first);
      story.happen(second);
      story.end();
    }
  }
}

TEST(Interleavings, OfEveryTwoHappeningsConserveMoneyAndStock) {
  for (const Workers workers : {Workers::prompt, Workers::late}) {
    for (const Shipping shipping : {Shipping::automatic, Shipping::manual}) {
      for (const HoldFrom hold_from : {HoldFrom::checkout, HoldFrom::cart}) play_all_pairs(workers, shipping, hold_from);
    }
  }
}

/// All orders of five of the nine: 15,120.
template <class Visit>
void for_each_order_of_five(Visit&& visit) {
  std::array<Happening, 9> happenings = kHappenings;
  do {
    visit(std::span<const Happening>(happenings).first(5));
    std::reverse(happenings.begin() + 5, happenings.end());  // next_permutation then changes one of the first five
  } while (std::next_permutation(happenings.begin(), happenings.end()));
}

void play_all_orders_of_five(Workers workers) {
  const int every = 100 / std::clamp(test_effort(100), 1, 100);  // sanitizers play a part of them
  int stories = 0;
  for_each_order_of_five([&](std::span<const Happening> happenings) {
    if (testing::Test::HasFailure() || stories++ % every != 0) return;
    Story story(workers, Shipping::manual);
    for (const Happening happening : happenings) story.happen(happening);
    story.end();
  });
  EXPECT_EQ(stories, 15'120);
}

TEST(Interleavings, OfFiveHappeningsWithPromptWorkersConserveMoneyAndStock) { play_all_orders_of_five(Workers::prompt); }
TEST(Interleavings, OfFiveHappeningsWithLateWorkersConserveMoneyAndStock) { play_all_orders_of_five(Workers::late); }

TEST(Interleavings, OfADozenRandomHappeningsConserveMoneyAndStock) {
  for (int seed = 1; seed <= test_effort(3'000) && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    Story story(random() % 2 == 0 ? Workers::prompt : Workers::late, random() % 2 == 0 ? Shipping::manual : Shipping::automatic,
                random() % 2 == 0 ? HoldFrom::cart : HoldFrom::checkout);
    for (int step = 0; step < 12; ++step) story.happen(kHappenings[random() % kHappenings.size()]);
    story.end();
  }
}

}  // namespace
}  // namespace aisle::shop
