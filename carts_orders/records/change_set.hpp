#pragma once
// START HERE for storage: what one group commit changes, as whole records.

#include <memory>
#include <tuple>
#include <vector>

#include "carts_orders/records/cart.hpp"
#include "carts_orders/records/messages.hpp"
#include "carts_orders/records/order.hpp"
#include "carts_orders/records/reservation.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

template <class... Records>
struct RecordList {};
/// Everything that has a key. Events and ledger entries are only ever appended.
using AllRecords = RecordList<Stock, Price, Reservation, Cart, CartOwner, Order, Intent, Job, StoredAnswer, WebhookEvent, Meta>;

/// What happened to the records of one kind: each key at most once, in one of the two lists.
template <class Record>
struct RecordChanges {
  std::vector<std::shared_ptr<const Record>> upserts;
  std::vector<typename Record::Key> erased;
  bool empty() const { return upserts.empty() && erased.empty(); }
};

namespace detail {
template <class List>
struct ChangesTuple;
template <class... Records>
struct ChangesTuple<RecordList<Records...>> {
  using type = std::tuple<RecordChanges<Records>...>;
};
}  // namespace detail

/// A value; may be shared by observers once complete.
class ChangeSet {
 public:
  template <class Record>
  RecordChanges<Record>& of() {
    return std::get<RecordChanges<Record>>(changes_);
  }
  template <class Record>
  const RecordChanges<Record>& of() const {
    return std::get<RecordChanges<Record>>(changes_);
  }
  /// Calls `visit(const RecordChanges<R>&)` for every kind of record.
  template <class Visitor>
  void for_each(Visitor&& visit) const {
    std::apply([&](const auto&... changes) { (visit(changes), ...); }, changes_);
  }
  bool empty() const {
    bool all = events.empty() && ledger.empty();
    for_each([&](const auto& changes) { all = all && changes.empty(); });
    return all;
  }

  std::vector<Event> events;        ///< by number, without gaps
  std::vector<LedgerEntry> ledger;  ///< likewise

 private:
  detail::ChangesTuple<AllRecords>::type changes_;
};

}  // namespace aisle::shop
