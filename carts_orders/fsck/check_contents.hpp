#pragma once
// START HERE for fsck: the shop's invariants over everything a store holds. After any commit none may be violated;
// simulations call this after each run, `aisle fsck` on a stopped shop's files (fsck/check_store.hpp).
//
//   I1   0 <= reserved, committed; reserved + committed <= on_hand: now, and after each entry of the ledger
//   I2   counters are the sums of the ledger; reserved is what pending reservations hold, committed what sold and
//        unshipped ones do; each order's reservation is in the state that the order's state says, line by line
//   I3   each reservation was resolved at most once, and the ledger moved for it what its state says
//   I4   money: totals add up; captured and refunded are the sums of attempts and refunds; an order that goes on keeps
//        its total at most and was paid it, one that ended unpaid keeps nothing; nothing is paid back twice
//   I5   no pending reservation without the order or cart that holds it; none overdue, when `now` is given
//   I6   each provider's intent is one attempt of one order, and back
//   I7   one effect per key: an order's history is a walk of the table of transitions, its versions without gaps, and
//        ends in the order's state
//   I8   nothing is in between: every open payment, pending refund, requested shipment and unpaid order has the job
//        that carries it on, waiting or dead
//   I9   opening, adjusted, set and returned units = on_hand + shipped
//   I10  carts: frozen ones have their order, merged ones their target, shoppers their cart
//   feed, ledger: numbers without gaps
//
// commerce.md, section 4, has the invariants in the words of the design.

#include <optional>

#include "base/clock.hpp"
#include "carts_orders/fsck/findings.hpp"
#include "carts_orders/store/shop_contents.hpp"

namespace aisle::shop {

struct CheckOptions {
  /// The shop's time. Given only when timers had their chance to run: then overdue leases are violations.
  std::optional<EpochMillis> now = std::nullopt;
  EpochMillis lag = 1000;  ///< how late a lease may be given back
};

/// Costs about a microsecond per record and a few per order.
FsckReport check_contents(const ShopContents& contents, const CheckOptions& options = {});

}  // namespace aisle::shop
