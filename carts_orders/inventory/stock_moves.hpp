#pragma once
// START HERE for stock: the few moves by which units change hands. Every counter of every Stock changes through one of
// them and nowhere else, each with its ledger entry, in the caller's transaction.
//
//   move                 on_hand  reserved  committed   ledger    the shop's event
//   reserve_all                      +q                 reserve   item added to cart (holding carts), checkout
//   change_hold                      +-q                reserve, release   a cart that holds stock changes
//   release_reservation              -q                 release   payment failure, order cancelled before it was paid
//     (Release::expired)             -q                 expire    30 minutes are over
//   commit_reservation               -q        +q       commit    order placed and paid
//   ship_lines              -q                 -q       ship      shipped; delivery changes nothing more
//   restock_reservation                        -q       restock   cancelled after it was paid, before it was shipped
//   adjust_stock            +-d                         adjust    a correction
//   set_stock               +-d                         set       a count
//
// Contracts:
//  - Counters never become negative and reserved + committed never passes on_hand: asserted at every move. What a
//    caller may ask for in good faith and not get (stock that is short) is a value; what it must check first is a
//    REQUIRES.
//  - A reservation whose lease is over counts as expired from that moment for everyone, swept or not: `state_at` says
//    so, and reserving takes overdue units back before it calls a product short. So a late timer never under-sells,
//    and never over-sells, because the units go through `expired` first.
//  - Crossing settings().low_stock downwards emits "stock.low" and enqueues "inventory.low_stock"; reaching zero emits
//    "stock.out", leaving it "stock.back".
//  - A lease that ends without its owner's doing emits "reservation.expired" {"owner"}, unless a cart or an order owns
//    it: those have news of their own.
//  - Records given by reference are those that the caller just found; moves return the record as it is now.

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// More units than any shop has of one product; sums stay far from overflow.
inline constexpr std::int64_t kMostUnits = 1'000'000'000'000;

/// A line that could not be held whole.
struct Shortage {
  StockKey stock;
  std::int64_t requested = 0;
  std::int64_t available = 0;  ///< what could be held instead, overdue leases included; 0 for an unknown product
};

/// Whether the reservation is a cart's or an order's ("cart:<id>", "order:<id>"): it changes with that, by no other way.
bool belongs_to_the_shop(std::string_view owner);

/// The state that counts: `expired` for a pending reservation whose lease is over, else the recorded one.
ReservationState state_at(const Reservation& reservation, EpochMillis now);

/// Units that a reserve could hold now: available ones and, if those are fewer than `enough`, those of overdue leases as
/// far as needed. 0 for an unknown product.
std::int64_t reservable(Transaction& tx, const StockKey& key, std::int64_t enough);

/// Holds all lines or none. Lines may come in any order and name a key twice (added up); the reservation's are sorted.
/// `lease` of 0 means the shop's; a longer one than settings().reservation_longest is cut to that.
/// When something is short nothing has changed, and every short line is named.
/// REQUIRES: lines is not empty, each quantity is in 1..kMostUnits, lease >= 0.
std::expected<Reservation, std::vector<Shortage>> reserve_all(Transaction& tx, std::vector<ReserveLine> lines,
                                                              std::string owner, EpochMillis lease = 0);

/// Makes a pending reservation hold exactly `lines` for `owner`, with a lease that begins now; units held before and
/// wanted still are not let go in between. When something is short nothing has changed.
/// REQUIRES: state_at(reservation) is pending; lines as for reserve_all.
std::expected<Reservation, std::vector<Shortage>> change_hold(Transaction& tx, const Reservation& reservation,
                                                              std::vector<ReserveLine> lines, std::string owner,
                                                              EpochMillis lease = 0);

/// Sold. REQUIRES: state_at(reservation) is pending.
Reservation commit_reservation(Transaction& tx, const Reservation& reservation);

enum class Release : std::uint8_t { released, expired };
/// Gives the units back. REQUIRES: the recorded state is pending; for Release::expired the lease is over.
Reservation release_reservation(Transaction& tx, const Reservation& reservation, Release kind);

/// Gives back whatever is still pending, as released or, when the lease is over, as expired; a resolved reservation
/// stays as it is.
Reservation let_go(Transaction& tx, const Reservation& reservation);

/// A later end of the lease, `lease` from now (0: the shop's), cut to extendable_until; never an earlier one.
/// REQUIRES: state_at(reservation) is pending.
Reservation extend_reservation(Transaction& tx, const Reservation& reservation, EpochMillis lease);

/// Units of a committed reservation that have not been shipped.
std::int64_t unshipped(const Reservation& reservation, std::string_view sku);
/// Units leave the shop; a reservation that was shipped whole is `fulfilled`.
/// REQUIRES: the state is committed, and every line's quantity is in 1..unshipped(sku).
Reservation ship_lines(Transaction& tx, const Reservation& reservation, std::span<const ShippedLine> lines);

/// What was sold and not shipped can be sold again. REQUIRES: the state is committed.
Reservation restock_reservation(Transaction& tx, const Reservation& reservation);

/// A move by hand: the record as it is now, and its ledger entry.
struct Counted {
  Stock stock;
  LedgerEntry entry;
};
/// on_hand changes by `delta`. REQUIRES: the result covers what is reserved and committed and is at most kMostUnits.
Counted adjust_stock(Transaction& tx, const Stock& stock, std::int64_t delta, std::string reason);
/// on_hand becomes `on_hand`. REQUIRES: likewise.
Counted set_stock(Transaction& tx, const Stock& stock, std::int64_t on_hand, std::string reason);

}  // namespace aisle::shop
