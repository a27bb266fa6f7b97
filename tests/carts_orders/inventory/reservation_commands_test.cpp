#include <gtest/gtest.h>

#include "tests/carts_orders/support/shop_fixture.hpp"

namespace aisle::shop {
namespace {

class Reservations : public testing::Test {
 protected:
  Reservations() {
    shop.product("hat", 1000, 50);
    shop.product("shoe", 1999, 3);
  }
  void TearDown() override { shop.check_books(); }

  Answer reserve(std::vector<ReserveLine> lines, const Principal& who = clerk(), EpochMillis lease = 0, std::string owner = {}) {
    return shop.ask(who, InventoryCommand{Reserve{std::move(lines), lease, std::move(owner)}});
  }
  Id shoes(std::int64_t quantity) { return id_of(reserve({{{"shoe"}, quantity}})); }
  Answer commit(const Id& id, const Principal& who = clerk()) { return shop.ask(who, InventoryCommand{CommitReservation{id}}); }
  Answer release(const Id& id, const Principal& who = clerk()) { return shop.ask(who, InventoryCommand{ReleaseReservation{id}}); }
  Answer extend(const Id& id, EpochMillis lease = 0) { return shop.ask(clerk(), InventoryCommand{ExtendReservation{id, lease}}); }
  Answer sweep(const std::vector<Id>& ids) { return shop.ask(internal(), InventoryCommand{ExpireReservations{ids}}); }

  TestShop shop;
};

TEST_F(Reservations, ShowTheirLinesAndLease) {
  const Answer answer = reserve({{{"shoe"}, 2}, {{"hat"}, 1}}, clerk(), 10 * kMinute, "till 4");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(header(answer, "Location"), "/_shop/v1/reservations/" + member(answer, "id"));
  EXPECT_EQ(member(answer, "state"), "pending");
  EXPECT_EQ(member(answer, "owner"), "till 4");
  EXPECT_EQ(member(answer, "lines.1"), R"({"sku":"shoe","location":"main","quantity":2})");
  EXPECT_EQ(member(answer, "expires_at"), "2026-11-22T12:10:00.000Z");
  EXPECT_EQ(member(answer, "expires_in_s"), "600");
  EXPECT_EQ(member(answer, "extendable_until"), "2026-11-22T13:00:00.000Z");
}

TEST_F(Reservations, SayOfEveryLineWhatIsAvailable) {
  const Answer answer = reserve({{{"shoe"}, 4}, {{"hat"}, 51}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "insufficient-stock");
  EXPECT_EQ(member(answer, "lines.0"), R"({"sku":"hat","location":"main","requested":51,"available":50})");
  EXPECT_EQ(member(answer, "lines.1.available"), "3");
  EXPECT_TRUE(shop.contents().of<Reservation>().empty());
  EXPECT_TRUE(shop.contents().of<Stock>().empty());
}

TEST_F(Reservations, OfNothingAreRefused) {
  EXPECT_EQ(reserve({}).status, 422);
  EXPECT_EQ(reserve({{{"shoe"}, 0}}).status, 422);
  EXPECT_EQ(reserve({{{"shoe"}, -3}}).status, 422);
  EXPECT_EQ(reserve({{{"shoe"}, 1}}, clerk(), -1).status, 422);
  EXPECT_EQ(reserve({{{"sandal"}, 1}}).status, 404);
}

TEST_F(Reservations, AreResolvedExactlyOnce) {
  const Id sold = shoes(1);
  EXPECT_EQ(member(commit(sold), "state"), "committed");
  EXPECT_EQ(commit(sold).status, 200) << "the same verb again";
  EXPECT_EQ(member(release(sold), "code"), "already-committed");
  EXPECT_EQ(member(extend(sold), "code"), "already-committed");

  const Id given_back = shoes(1);
  EXPECT_EQ(member(release(given_back), "state"), "released");
  EXPECT_EQ(release(given_back).status, 200);
  EXPECT_EQ(member(commit(given_back), "code"), "already-released");
  EXPECT_EQ(member(extend(given_back), "code"), "already-released");

  EXPECT_EQ(shop.stock("shoe").committed, 1);
  EXPECT_EQ(shop.stock("shoe").reserved, 0);
}

TEST_F(Reservations, AreExpiredForEveryVerbOnceTheLeaseIsOver) {
  const Id unswept = shoes(1);
  const Id swept = shoes(1);
  shop.advance(30 * kMinute);
  EXPECT_EQ(member(sweep({swept}), "expired"), "1");
  for (const Id& id : {unswept, swept}) {
    EXPECT_EQ(member(commit(id), "code"), "reservation-expired");
    EXPECT_EQ(member(release(id), "code"), "reservation-expired");
    EXPECT_EQ(member(extend(id), "code"), "reservation-expired");
    EXPECT_EQ(commit(id).status, 409);
  }
}

TEST_F(Reservations, AreExpiredByTheTimerOnceAndNotBefore) {
  const Id id = shoes(2);
  shop.advance(30 * kMinute - 1);
  EXPECT_EQ(member(sweep({id, Id{1, 2}}), "expired"), "0");
  shop.advance(1);
  EXPECT_EQ(member(sweep({id, id}), "expired"), "1");
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  EXPECT_EQ(shop.event_kinds(id), std::vector<std::string>{"reservation.expired"});
  EXPECT_EQ(member(shop.contents().events.back().data, "owner"), "key:warehouse");
}

TEST_F(Reservations, ThatWereCommittedInTimeAreNotExpired) {
  const Id id = shoes(2);
  shop.advance(30 * kMinute - 1);
  commit(id);
  shop.advance(kHour);
  EXPECT_EQ(member(sweep({id}), "expired"), "0");
  EXPECT_EQ(shop.stock("shoe").committed, 2);
}

TEST_F(Reservations, CanBeExtendedWithinAnHour) {
  const Id id = shoes(1);
  shop.advance(20 * kMinute);
  EXPECT_EQ(member(extend(id), "expires_at"), "2026-11-22T12:50:00.000Z");
  EXPECT_EQ(member(extend(id, 5 * kMinute), "expires_at"), "2026-11-22T12:50:00.000Z") << "never shortened";
  shop.advance(20 * kMinute);
  EXPECT_EQ(member(extend(id), "expires_at"), "2026-11-22T13:00:00.000Z");
  shop.advance(20 * kMinute);
  EXPECT_EQ(extend(id).status, 409);
}

TEST_F(Reservations, OverdueUnitsCanBeReservedBeforeTheTimerComes) {
  shoes(3);
  shop.advance(30 * kMinute);
  EXPECT_EQ(reserve({{{"shoe"}, 3}}).status, 201);
}

TEST_F(Reservations, OverdueUnitsAreFoundAfterARestart) {
  shoes(3);
  shop.restart();
  EXPECT_EQ(reserve({{{"shoe"}, 1}}).status, 409);
  shop.advance(30 * kMinute);
  EXPECT_EQ(reserve({{{"shoe"}, 3}}).status, 201);
}

TEST_F(Reservations, SeeWhatEarlierRequestsOfTheirBatchDid) {
  shop.in_one_batch([&] {
    EXPECT_EQ(reserve({{{"shoe"}, 2}}).status, 201);
    EXPECT_EQ(reserve({{{"shoe"}, 2}}).status, 409);
    EXPECT_EQ(reserve({{{"shoe"}, 1}}).status, 201);
    shop.advance(kHour);
    EXPECT_EQ(reserve({{{"shoe"}, 3}}).status, 201) << "leases that began and ended in this batch";
  });
  EXPECT_EQ(shop.stock("shoe").reserved, 3);
}

TEST_F(Reservations, OfABatchThatWasLostNeverWere) {
  EXPECT_EQ(shop.ask_in_vain(clerk(), InventoryCommand{Reserve{{{{"shoe"}, 3}}, 0, {}}}).status, 201);
  EXPECT_EQ(reserve({{{"shoe"}, 3}}).status, 201);
  shop.advance(kHour);
  EXPECT_EQ(reserve({{{"shoe"}, 3}}).status, 201);
  EXPECT_EQ(shop.stock("shoe").reserved, 3);
}

TEST_F(Reservations, BelongToWhoMadeThem) {
  const Id mine = id_of(reserve({{{"shoe"}, 1}}, shopper("ann")));
  EXPECT_EQ(shop.reservation(mine)->owner, "user:ann");
  EXPECT_EQ(commit(mine, shopper("bob")).status, 404);
  EXPECT_EQ(release(mine, shopper("ann")).status, 200);
  EXPECT_EQ(commit(Id{1, 2}).status, 404);
}

TEST_F(Reservations, NameAnotherOwnerOnlyForServices) {
  EXPECT_EQ(member(reserve({{{"shoe"}, 1}}, shopper("ann"), 0, "user:bob"), "owner"), "user:ann");
  EXPECT_EQ(member(reserve({{{"shoe"}, 1}}, clerk(), 0, "user:bob"), "owner"), "user:bob");
}

TEST_F(Reservations, OfOrdersAndCartsAreTheShopsOwn) {
  EXPECT_EQ(reserve({{{"shoe"}, 1}}, clerk(), 0, "order:7").status, 422);
  EXPECT_EQ(reserve({{{"shoe"}, 1}}, clerk(), 0, "cart:7").status, 422);
  const Id id = shoes(1);
  Reservation taken = *shop.reservation(id);
  taken.owner = "order:7";
  shop.amend(std::move(taken));
  EXPECT_EQ(member(commit(id), "code"), "reservation-in-use");
  EXPECT_EQ(release(id).status, 409);
  EXPECT_EQ(extend(id).status, 409);
}

}  // namespace
}  // namespace aisle::shop
