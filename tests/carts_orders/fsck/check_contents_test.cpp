#include "carts_orders/fsck/check_contents.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "tests/carts_orders/fsck/busy_shop.hpp"

namespace aisle::shop {
namespace {

int rounds(int full) {
  const char* effort = std::getenv("AISLE_TEST_EFFORT");
  return effort ? std::max(1, full * std::atoi(effort) / 100) : full;
}

std::string problems(const ShopContents& contents, const CheckOptions& options = {}) { return to_string(check_contents(contents, options)); }

TEST(CheckContents, HoldsWhateverHappensInAShop) {
  for (int seed = 1; seed <= rounds(60); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ShopSettings settings;
    settings.hold_from = seed % 2 == 0 ? HoldFrom::cart : HoldFrom::checkout;
    settings.shipping = seed % 3 == 0 ? Shipping::manual : Shipping::automatic;
    BusyShop shop(static_cast<std::uint64_t>(seed), settings);
    for (int step = 0; step < 600; ++step) {
      shop.step();
      if (step % 20 != 19) continue;
      ASSERT_EQ(problems(shop.contents()), "") << "after step " << step;
    }
    shop.expire_leases();
    ASSERT_EQ(problems(shop.contents(), {.now = shop.now()}), "");
  }
}

template <class Record, class State>
bool has_one(const ShopContents& contents, State state) {
  return std::ranges::any_of(contents.of<Record>(), [&](const auto& entry) { return entry.second->state == state; });
}

bool has_all_that_is_spoilt_below(const ShopContents& contents) {
  for (const OrderState state : {OrderState::payment_pending, OrderState::delivered, OrderState::cancelled, OrderState::refunded}) {
    if (!has_one<Order>(contents, state)) return false;
  }
  const auto is_shipped = [](const LedgerEntry& entry) { return entry.kind == "ship"; };
  return has_one<Reservation>(contents, ReservationState::expired) && has_one<Reservation>(contents, ReservationState::committed) &&
         has_one<Cart>(contents, CartState::ordered) && std::ranges::any_of(contents.ledger, is_shipped);
}

/// A shop in which much happened, and that is still at it.
const ShopContents& long_history() {
  static const ShopContents contents = [] {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      BusyShop shop(seed);
      for (int step = 0; step < 1500; ++step) {
        shop.step();
        if (step % 50 == 49 && has_all_that_is_spoilt_below(shop.contents())) return shop.contents();
      }
    }
    return ShopContents();
  }();
  return contents;
}

TEST(CheckContents, HasSeenEveryStateInWhichAnOrderMayBe) {
  std::set<OrderState> seen;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    BusyShop shop(seed, {.shipping = seed % 2 == 0 ? Shipping::manual : Shipping::automatic});
    for (int step = 0; step < 600; ++step) {
      shop.step();
      if (step % 10 != 0) continue;
      for (const auto& [id, order] : shop.contents().of<Order>()) seen.insert(order->state);
    }
  }
  using State = OrderState;
  for (const State state : {State::payment_pending, State::confirmed, State::picking, State::shipped, State::delivered, State::expired,
                            State::payment_failed, State::payment_review, State::refund_pending, State::refunded, State::cancelling,
                            State::cancelled}) {
    EXPECT_TRUE(seen.contains(state)) << to_string(state);
  }
}

/// The first record that `wanted` accepts, changed by `change`. Fails the test when there is none.
template <class Record, class Wanted, class Change>
void spoil(ShopContents& contents, Wanted wanted, Change change) {
  for (const auto& [key, record] : contents.of<Record>()) {
    if (!wanted(*record)) continue;
    Record spoilt = *record;
    change(spoilt);
    contents.put<Record>(std::make_shared<const Record>(std::move(spoilt)));
    return;
  }
  ADD_FAILURE() << "the shop has no such record";
}

/// Expects that `spoil` breaks that invariant, among others perhaps.
template <class Spoil>
void expect_broken(std::string_view invariant, Spoil spoil_contents) {
  ShopContents contents = long_history();
  ASSERT_EQ(problems(contents), "");
  spoil_contents(contents);
  const FsckReport report = check_contents(contents);
  bool found = false;
  for (const Violation& violation : report.violations) found = found || violation.invariant == invariant;
  EXPECT_TRUE(found) << invariant << " was not found broken, but: " << to_string(report);
}

template <class Record>
bool any(const Record&) {
  return true;
}
auto in_state(auto state) {
  return [state](const auto& record) { return record.state == state; };
}

TEST(CheckContents, FindsUnitsOutOfNowhere) {
  expect_broken("I2", [](ShopContents& contents) { spoil<Stock>(contents, any<Stock>, [](Stock& stock) { stock.on_hand += 1; }); });
  expect_broken("I9", [](ShopContents& contents) { spoil<Stock>(contents, any<Stock>, [](Stock& stock) { stock.on_hand += 1; }); });
}

TEST(CheckContents, FindsMorePromisedThanThereIs) {
  expect_broken("I1", [](ShopContents& contents) {
    spoil<Stock>(contents, any<Stock>, [](Stock& stock) { stock.reserved = stock.on_hand - stock.committed + 1; });
  });
  expect_broken("I1", [](ShopContents& contents) {
    LedgerEntry& first = contents.ledger.front();  // an opening
    first.on_hand = 0;
  });
}

TEST(CheckContents, FindsAnEntryOfTheLedgerMissing) {
  expect_broken("ledger", [](ShopContents& contents) { contents.ledger.erase(contents.ledger.begin() + 3); });
  expect_broken("ledger", [](ShopContents& contents) { contents.ledger.erase(contents.ledger.begin()); });
  expect_broken("feed", [](ShopContents& contents) { contents.events.erase(contents.events.begin() + 3); });
}

TEST(CheckContents, FindsAMoveThatItsKindDoesNotMake) {
  expect_broken("I9", [](ShopContents& contents) {
    for (LedgerEntry& entry : contents.ledger) {
      if (entry.kind == "ship") entry.kind = "adjust";
    }
  });
}

TEST(CheckContents, FindsAReservationResolvedTwice) {
  expect_broken("I3", [](ShopContents& contents) {
    spoil<Reservation>(contents, in_state(ReservationState::expired), [](Reservation& r) { r.state = ReservationState::committed; });
  });
  expect_broken("I3", [](ShopContents& contents) {
    LedgerEntry again;
    for (const LedgerEntry& entry : contents.ledger) {
      if (entry.kind == "commit") again = entry;
    }
    again.number = contents.ledger.back().number + 1;
    contents.ledger.push_back(again);
  });
}

TEST(CheckContents, FindsAReservationThatNobodyHolds) {
  expect_broken("I5", [](ShopContents& contents) {
    spoil<Reservation>(contents, in_state(ReservationState::committed), [](Reservation& r) { r.owner = "order:" + to_string(Id{1, 1}); });
  });
}

TEST(CheckContents, FindsALeaseThatIsLongOver) {
  BusyShop shop(3);
  while (shop.contents().of<Reservation>().empty()) shop.step();
  const EpochMillis end = shop.contents().of<Reservation>().begin()->second->expires_at;
  EXPECT_EQ(problems(shop.contents(), {.now = end + 1000}), "");
  EXPECT_NE(problems(shop.contents(), {.now = end + 1001}), "");
}

TEST(CheckContents, FindsAnOrderWhoseStockIsNotItsOwn) {
  expect_broken("I2", [](ShopContents& contents) {
    spoil<Order>(contents, in_state(OrderState::delivered), [](Order& order) { order.reservation = {}; });
  });
  expect_broken("I2", [](ShopContents& contents) {
    spoil<Order>(contents, in_state(OrderState::delivered), [](Order& order) { order.lines[0].quantity += 1; });
  });
  expect_broken("I2", [](ShopContents& contents) {
    spoil<Order>(contents, in_state(OrderState::cancelled), [](Order& order) { order.state = OrderState::confirmed; });
  });
}

TEST(CheckContents, FindsMoneyKeptSilently) {
  const auto is_refunded = [](const Order& order) { return order.state == OrderState::refunded; };
  expect_broken("I4", [&](ShopContents& contents) {
    spoil<Order>(contents, is_refunded, [](Order& order) {
      order.refunds.clear();
      order.refunded = 0;
    });
  });
}

TEST(CheckContents, FindsMoneyThatDoesNotAddUp) {
  expect_broken("I4", [](ShopContents& contents) { spoil<Order>(contents, any<Order>, [](Order& order) { order.total += 1; }); });
  expect_broken("I4", [](ShopContents& contents) { spoil<Order>(contents, any<Order>, [](Order& order) { order.lines[0].unit_price.amount += 1; }); });
  expect_broken("I4", [](ShopContents& contents) {
    spoil<Order>(contents, in_state(OrderState::delivered), [](Order& order) { order.captured -= 1; });
  });
  expect_broken("I4", [](ShopContents& contents) {
    const auto has_refund = [](const Order& order) { return !order.refunds.empty() && order.refunds[0].state != Refund::State::failed; };
    spoil<Order>(contents, has_refund, [](Order& order) { order.refunds[0].amount *= 100; });
  });
}

TEST(CheckContents, FindsAnOrderConfirmedWithoutItsMoney) {
  expect_broken("I4", [](ShopContents& contents) {
    spoil<Order>(contents, [](const Order& order) { return order.state == OrderState::delivered && order.refunds.empty(); }, [](Order& order) {
      for (PaymentAttempt& attempt : order.payments) attempt.captured = 0;
      order.captured = 0;
    });
  });
}

TEST(CheckContents, FindsAnIntentThatLeadsNowhere) {
  expect_broken("I6", [](ShopContents& contents) { spoil<Intent>(contents, any<Intent>, [](Intent& intent) { intent.order = {}; }); });
  expect_broken("I6", [](ShopContents& contents) { contents.of<Intent>().erase(contents.of<Intent>().begin()); });
}

TEST(CheckContents, FindsAnEffectThatHappenedTwiceOrNever) {
  expect_broken("I7", [](ShopContents& contents) { spoil<Order>(contents, any<Order>, [](Order& order) { order.version += 1; }); });
  expect_broken("I7", [](ShopContents& contents) {
    Event again = *std::ranges::find(contents.events, "order.confirmed", &Event::kind);
    again.number = contents.events.back().number + 1;
    contents.events.push_back(again);
  });
  expect_broken("I7", [](ShopContents& contents) { contents.of<Order>().erase(contents.of<Order>().begin()); });
}

TEST(CheckContents, FindsWorkThatNobodyCarriesOn) {
  expect_broken("I8", [](ShopContents& contents) { contents.of<Job>().clear(); });
  expect_broken("I8", [](ShopContents& contents) { spoil<Job>(contents, any<Job>, [](Job& job) { job.queue = "nowhere"; }); });
  expect_broken("I8", [](ShopContents& contents) { contents.last_job = 0; });
}

TEST(CheckContents, FindsACartWithoutItsOrder) {
  expect_broken("I10", [](ShopContents& contents) {
    spoil<Cart>(contents, in_state(CartState::ordered), [](Cart& cart) { cart.order = {}; });
  });
  expect_broken("I10", [](ShopContents& contents) {
    spoil<Cart>(contents, in_state(CartState::ordered), [](Cart& cart) { cart.state = CartState::in_checkout; });
  });
  expect_broken("I10", [](ShopContents& contents) {
    spoil<CartOwner>(contents, any<CartOwner>, [](CartOwner& owner) { owner.cart = {}; });
  });
}

TEST(CheckContents, CountsWhatItDoesNotList) {
  ShopContents contents = long_history();
  for (int at = 0; at < 3000; ++at) {
    contents.put<Price>(std::make_shared<const Price>(Price{.key = std::to_string(at), .price = {-1, *Currency::find("USD")}}));
  }
  const FsckReport report = check_contents(contents);
  EXPECT_EQ(report.violation_count, 3000u);
  EXPECT_EQ(report.violations.size(), FsckReport::kMostViolations);
}

}  // namespace
}  // namespace aisle::shop
