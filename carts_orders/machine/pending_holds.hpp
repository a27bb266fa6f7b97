#pragma once
// Which pending reservations hold units of a product, by when their leases run out. Derived from the Reservation table
// and never stored: rebuilt when the shop opens.
//
// It is an index, and not a scan, because of a reserve that finds a product sold out and asks whether some of those
// units are overdue already: on one hot SKU that happens thousands of times a second. It follows the batch at work, not
// the committed state, so that a command sees what the batch's earlier commands did. (The timer that gives overdue
// units back looks at committed reservations only: service/timers.hpp.)

#include <boost/unordered/unordered_flat_map.hpp>

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "carts_orders/records/reservation.hpp"

namespace aisle::shop {

/// The writer's thread only. Costs O(log n) a line.
class PendingHolds {
 public:
  using Pointer = std::shared_ptr<const Reservation>;

  /// `record` is what its key holds from now on. Resolved reservations leave the index.
  void note(const Pointer& record);

  /// Units of `stock` held by reservations whose lease is over at `now`, as far as `enough`.
  std::int64_t overdue_units(const StockKey& stock, EpochMillis now, std::int64_t enough) const;
  /// Of those reservations the one that ran out first, or null.
  Pointer first_overdue(const StockKey& stock, EpochMillis now) const;

  std::size_t size() const { return held_.size(); }

  /// From here on `undo` takes back.
  void mark() { marked_ = journal_.size(); }
  void undo() { roll_back_to(marked_); }
  /// The batch is committed; or forgotten.
  void commit();
  void discard();

 private:
  using Due = std::pair<EpochMillis, Id>;
  void replace(const Id& key, const Pointer& before, const Pointer& after);
  void add(const Reservation& reservation);
  void remove(const Reservation& reservation);
  void roll_back_to(std::size_t length);

  boost::unordered_flat_map<Id, Pointer, std::hash<Id>> held_;
  /// Per stock key the units of each reservation. Keys stay once seen: they are as many as products that were held.
  boost::unordered_flat_map<StockKey, std::map<Due, std::int64_t>, std::hash<StockKey>> by_stock_;
  std::vector<std::pair<Id, Pointer>> journal_;  ///< of the batch: what a key held before a change, or null
  std::size_t marked_ = 0;
};

}  // namespace aisle::shop
