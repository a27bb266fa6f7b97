#include "carts_orders/machine/tables.hpp"

namespace aisle::shop {
namespace {

template <class Pointer>
Pointer or_stop(Result<Pointer> read) {
  if (!read) throw StoreFailure(std::move(read).error());
  return *std::move(read);
}

}  // namespace

// Stock, prices and jobs are in memory whole; everything else is fetched when asked for.
Tables::Tables(SnapshotReader& reader, const TableCapacities& capacities)
    : tables_(Table<Stock>(), Table<Price>(),
              Table<Reservation>([&reader](const Id& id) { return or_stop(reader.find_reservation(id)); }, capacities.others),
              Table<Cart>([&reader](const Id& id) { return or_stop(reader.find_cart(id)); }, capacities.carts),
              Table<CartOwner>([&reader](const std::string& owner) { return or_stop(reader.find_cart_owner(owner)); }, capacities.carts),
              Table<Order>([&reader](const Id& id) { return or_stop(reader.find_order(id)); }, capacities.orders),
              Table<Intent>([&reader](const std::string& key) { return or_stop(reader.find_intent(key)); }, capacities.others),
              Table<Job>(),
              Table<StoredAnswer>([&reader](const std::string& key) { return or_stop(reader.find_answer(key)); }, capacities.answers),
              Table<WebhookEvent>([&reader](const std::string& key) { return or_stop(reader.find_webhook(key)); }, capacities.others),
              Table<Meta>()) {}

void Tables::mark() {
  for_each([](auto& table) { table.mark(); });
  marked_ = counters;
  marked_events_ = events.size();
  marked_ledger_ = ledger.size();
}

void Tables::undo() {
  for_each([](auto& table) { table.undo(); });
  counters = marked_;
  events.resize(marked_events_);
  ledger.resize(marked_ledger_);
}

ChangeSet Tables::collect() {
  ChangeSet changes;
  for_each([&]<class Record>(Table<Record>& table) { table.collect(changes.of<Record>()); });
  changes.events = std::move(events);
  changes.ledger = std::move(ledger);
  return changes;
}

void Tables::commit() {
  for_each([](auto& table) { table.commit(); });
  events.clear();
  ledger.clear();
  committed_ = counters;
}

void Tables::discard() {
  for_each([](auto& table) { table.discard(); });
  events.clear();
  ledger.clear();
  counters = committed_;
}

}  // namespace aisle::shop
