#include "carts_orders/inventory/stock_moves.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/carts_orders/support/transaction_fixture.hpp"

namespace aisle::shop {
namespace {

using testing::ElementsAre;

class StockMoves : public testing::Test {
 protected:
  void SetUp() override {
    bench.product("hat", 1000, 10);
    bench.product("shoe", 1999, 3);
  }
  std::expected<Reservation, std::vector<Shortage>> reserve(const std::string& sku, std::int64_t quantity) {
    return reserve_all(bench.tx(), {{.stock = {.sku = sku}, .quantity = quantity}}, "test");
  }
  Stock stock(const std::string& sku) { return bench.stock(sku); }

  MoveBench bench;
};

TEST_F(StockMoves, OpenAProductWithItsDocumentsStock) {
  ASSERT_TRUE(reserve("shoe", 1));
  EXPECT_EQ(stock("shoe").on_hand, 3);
  EXPECT_THAT(bench.ledger_kinds(), ElementsAre("opening", "reserve"));
}

TEST_F(StockMoves, ReserveAllLinesOrNone) {
  const auto both = reserve_all(bench.tx(), {{{.sku = "hat"}, 1}, {{.sku = "shoe"}, 4}}, "test");
  ASSERT_FALSE(both);
  ASSERT_EQ(both.error().size(), 1U);
  EXPECT_EQ(both.error()[0].stock.sku, "shoe");
  EXPECT_EQ(both.error()[0].requested, 4);
  EXPECT_EQ(both.error()[0].available, 3);
  EXPECT_TRUE(bench.ledger_kinds().empty());
}

TEST_F(StockMoves, ReserveAddsUpLinesOfTheSameProduct) {
  const auto held = reserve_all(bench.tx(), {{{.sku = "shoe"}, 1}, {{.sku = "hat"}, 1}, {{.sku = "shoe"}, 2}}, "test");
  ASSERT_TRUE(held);
  ASSERT_EQ(held->lines.size(), 2U);
  EXPECT_EQ(held->lines[0].stock.sku, "hat");
  EXPECT_EQ(held->lines[1].quantity, 3);
  EXPECT_EQ(stock("shoe").available(), 0);
}

TEST_F(StockMoves, ReserveOfAnUnknownProductIsShort) {
  const auto held = reserve("sandal", 1);
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error()[0].available, 0);
}

TEST_F(StockMoves, OtherLocationsOpenWithNothing) {
  const auto held = reserve_all(bench.tx(), {{{.sku = "shoe", .location = "attic"}, 1}}, "test");
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error()[0].available, 0);
}

TEST_F(StockMoves, ACommitMovesUnitsFromReservedToCommitted) {
  const Reservation sold = commit_reservation(bench.tx(), *reserve("shoe", 2));
  EXPECT_EQ(sold.state, ReservationState::committed);
  EXPECT_EQ(stock("shoe").reserved, 0);
  EXPECT_EQ(stock("shoe").committed, 2);
  EXPECT_EQ(stock("shoe").on_hand, 3);
}

TEST_F(StockMoves, AReleaseGivesUnitsBack) {
  const Reservation given_back = release_reservation(bench.tx(), *reserve("shoe", 2), Release::released);
  EXPECT_EQ(given_back.state, ReservationState::released);
  EXPECT_EQ(stock("shoe").available(), 3);
}

TEST_F(StockMoves, ShippingTakesUnitsOutOfTheShop) {
  const Reservation sold = commit_reservation(bench.tx(), *reserve("hat", 5));
  const Reservation part = ship_lines(bench.tx(), sold, std::vector<ShippedLine>{{"hat", 2}});
  EXPECT_EQ(part.state, ReservationState::committed);
  EXPECT_EQ(unshipped(part, "hat"), 3);
  EXPECT_EQ(stock("hat").on_hand, 8);
  const Reservation whole = ship_lines(bench.tx(), part, std::vector<ShippedLine>{{"hat", 3}});
  EXPECT_EQ(whole.state, ReservationState::fulfilled);
  EXPECT_EQ(stock("hat").on_hand, 5);
  EXPECT_EQ(stock("hat").committed, 0);
}

TEST_F(StockMoves, RestockingGivesBackWhatWasNotShipped) {
  Reservation sold = commit_reservation(bench.tx(), *reserve("hat", 5));
  sold = ship_lines(bench.tx(), sold, std::vector<ShippedLine>{{"hat", 2}});
  EXPECT_EQ(restock_reservation(bench.tx(), sold).state, ReservationState::restocked);
  EXPECT_EQ(stock("hat").on_hand, 8);
  EXPECT_EQ(stock("hat").available(), 8);
}

TEST_F(StockMoves, AnOverdueLeaseDoesNotBlockWhoeverNeedsTheUnits) {
  const Reservation late = *reserve("shoe", 3);
  bench.advance(bench.settings().reservation_lease);
  EXPECT_EQ(state_at(late, bench.tx().now()), ReservationState::expired);
  ASSERT_TRUE(reserve("shoe", 2));
  EXPECT_EQ(bench.tx().find<Reservation>(late.key)->state, ReservationState::expired);
  EXPECT_EQ(stock("shoe").reserved, 2);
}

TEST_F(StockMoves, AnOverdueLeaseStaysAsLongAsNobodyNeedsTheUnits) {
  const Reservation late = *reserve("hat", 3);
  bench.advance(bench.settings().reservation_lease);
  ASSERT_TRUE(reserve("hat", 7));
  EXPECT_EQ(bench.tx().find<Reservation>(late.key)->state, ReservationState::pending);
}

TEST_F(StockMoves, TheEarliestOverdueLeaseGoesFirst) {
  const Reservation first = *reserve("shoe", 1);
  bench.advance(kSecond);
  const Reservation second = *reserve("shoe", 1);
  bench.advance(kHour);
  ASSERT_TRUE(reserve("shoe", 2));
  EXPECT_EQ(bench.tx().find<Reservation>(first.key)->state, ReservationState::expired);
  EXPECT_EQ(bench.tx().find<Reservation>(second.key)->state, ReservationState::pending);
}

TEST_F(StockMoves, ALeaseThatEndsNowIsOver) {
  const Reservation held = *reserve("shoe", 3);
  bench.advance(bench.settings().reservation_lease - 1);
  EXPECT_FALSE(reserve("shoe", 1));
  bench.advance(1);
  EXPECT_TRUE(reserve("shoe", 1));
}

TEST_F(StockMoves, ALongLeaseIsCutToTheLongest) {
  const auto held = reserve_all(bench.tx(), {{{.sku = "shoe"}, 1}}, "test", kDay);
  EXPECT_EQ(held->expires_at, bench.tx().now() + bench.settings().reservation_longest);
}

TEST_F(StockMoves, AnExtensionNeverPassesTheLongestLease) {
  const Reservation held = *reserve("shoe", 1);
  const EpochMillis longest = bench.tx().now() + bench.settings().reservation_longest;
  bench.advance(20 * kMinute);
  const Reservation once = extend_reservation(bench.tx(), held, 0);
  EXPECT_EQ(once.expires_at, bench.tx().now() + 30 * kMinute);
  bench.advance(20 * kMinute);
  EXPECT_EQ(extend_reservation(bench.tx(), once, 0).expires_at, longest);
}

TEST_F(StockMoves, AnExtensionNeverShortensALease) {
  const Reservation held = *reserve("shoe", 1);
  EXPECT_EQ(extend_reservation(bench.tx(), held, kSecond).expires_at, held.expires_at);
}

TEST_F(StockMoves, AChangedHoldKeepsWhatIsStillWanted) {
  const Reservation held = *reserve("shoe", 3);
  const auto changed = change_hold(bench.tx(), held, {{{.sku = "shoe"}, 3}, {{.sku = "hat"}, 1}}, "order:1");
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->key, held.key);
  EXPECT_EQ(changed->owner, "order:1");
  EXPECT_THAT(bench.ledger_kinds(), ElementsAre("opening", "reserve", "opening", "reserve"));
}

TEST_F(StockMoves, AChangedHoldGivesBackWhatIsNotWantedAnyMore) {
  const Reservation held = *reserve_all(bench.tx(), {{{.sku = "shoe"}, 3}, {{.sku = "hat"}, 4}}, "test");
  ASSERT_TRUE(change_hold(bench.tx(), held, {{{.sku = "shoe"}, 1}}, "test"));
  EXPECT_EQ(stock("shoe").reserved, 1);
  EXPECT_EQ(stock("hat").reserved, 0);
}

TEST_F(StockMoves, AHoldThatCannotGrowStaysAsItWas) {
  const Reservation held = *reserve("shoe", 2);
  const auto changed = change_hold(bench.tx(), held, {{{.sku = "shoe"}, 5}}, "test");
  ASSERT_FALSE(changed);
  EXPECT_EQ(stock("shoe").reserved, 2);
  EXPECT_EQ(bench.tx().find<Reservation>(held.key)->version, held.version);
}

TEST_F(StockMoves, AnnounceLowOutAndBack) {
  const Reservation first = *reserve("hat", 4);   // 6 left: above the shop's threshold of 5
  EXPECT_TRUE(bench.event_kinds().empty());
  const Reservation second = *reserve("hat", 1);  // 5
  const Reservation third = *reserve("hat", 5);   // 0
  release_reservation(bench.tx(), third, Release::released);
  release_reservation(bench.tx(), second, Release::released);
  EXPECT_THAT(bench.event_kinds(), ElementsAre("stock.low", "stock.out", "stock.back"));
  EXPECT_THAT(bench.job_kinds(), ElementsAre("inventory.low_stock"));
}

TEST_F(StockMoves, AProductThatSellsOutAtOnceIsOutAndReportedToWhoRestocks) {
  ASSERT_TRUE(reserve("hat", 10));
  EXPECT_THAT(bench.event_kinds(), ElementsAre("stock.out"));
  EXPECT_THAT(bench.job_kinds(), ElementsAre("inventory.low_stock"));
}

TEST_F(StockMoves, LettingGoFitsWhateverBecameOfTheReservation) {
  const Reservation live = *reserve("hat", 1);
  EXPECT_EQ(let_go(bench.tx(), live).state, ReservationState::released);
  const Reservation late = *reserve("hat", 1);
  bench.advance(kHour);
  EXPECT_EQ(let_go(bench.tx(), late).state, ReservationState::expired);
  const Reservation sold = commit_reservation(bench.tx(), *reserve("hat", 1));
  EXPECT_EQ(let_go(bench.tx(), sold).state, ReservationState::committed);
}

TEST_F(StockMoves, WhatIsTakenBackNeverHappened) {
  const Reservation held = *reserve("shoe", 2);
  bench.mark();
  release_reservation(bench.tx(), held, Release::released);
  ASSERT_TRUE(reserve("shoe", 3));
  bench.undo();
  bench.advance(kHour);
  EXPECT_EQ(stock("shoe").reserved, 2);
  EXPECT_EQ(reservable(bench.tx(), {.sku = "shoe"}, 3), 3) << "the lease counts as overdue again";
}

}  // namespace
}  // namespace aisle::shop
