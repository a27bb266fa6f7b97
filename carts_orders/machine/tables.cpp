#include "carts_orders/machine/tables.hpp"

namespace aisle::shop {
namespace {

template <class Pointer>
Pointer or_stop(Result<Pointer> read) {
  if (!read) throw StoreFailure(std::move(read).error());
  return *std::move(read);
}

/// Options of a table whose records are fetched with `find`, a member of the store's reader.
template <class Record, class Find>
TableOptions<Record> fetched(SnapshotReader& reader, Find find, std::size_t capacity) {
  return {[&reader, find](const typename Record::Key& key) { return or_stop((reader.*find)(key)); }, capacity};
}

template <class Record>
TableOptions<Record> resident() {
  return {};
}

}  // namespace

// In the order of AllRecords.
Tables::Tables(SnapshotReader& reader, const TableCapacities& capacities)
    : tables_(resident<Stock>(), resident<Price>(),
              fetched<Reservation>(reader, &SnapshotReader::find_reservation, capacities.others),
              fetched<Cart>(reader, &SnapshotReader::find_cart, capacities.carts),
              fetched<CartOwner>(reader, &SnapshotReader::find_cart_owner, capacities.carts),
              fetched<Order>(reader, &SnapshotReader::find_order, capacities.orders),
              fetched<Intent>(reader, &SnapshotReader::find_intent, capacities.others), resident<Job>(),
              fetched<StoredAnswer>(reader, &SnapshotReader::find_answer, capacities.answers),
              fetched<WebhookEvent>(reader, &SnapshotReader::find_webhook, capacities.others), resident<Meta>()) {}

Status Tables::load(Store& store) {
  const ResidentSink sink{
      .stock = [this](Stock stock) { remember(std::move(stock)); },
      .price = [this](Price price) { remember(std::move(price)); },
      .pending_reservation = [this](Reservation reservation) { remember(std::move(reservation)); },
      .job = [this](Job job) { remember(std::move(job)); },
      .meta = [this](Meta meta) { remember(std::move(meta)); },
  };
  Result<StoreCounters> loaded = store.load(sink);
  if (!loaded) return std::move(loaded).error();
  counters = committed_ = *loaded;
  pending_holds.commit();
  return {};
}

void Tables::mark() {
  for_each([](auto& table) { table.mark(); });
  pending_holds.mark();
  marked_ = counters;
  marked_events_ = events.size();
  marked_ledger_ = ledger.size();
}

void Tables::undo() {
  for_each([](auto& table) { table.undo(); });
  pending_holds.undo();
  counters = marked_;
  events.resize(marked_events_);
  ledger.resize(marked_ledger_);
}

bool Tables::has_changes() const {
  const bool records = std::apply([](const auto&... table) { return (table.has_changes() || ...); }, tables_);
  return records || !events.empty() || !ledger.empty();
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
  pending_holds.commit();
  events.clear();
  ledger.clear();
  committed_ = counters;
}

void Tables::discard() {
  for_each([](auto& table) { table.discard(); });
  pending_holds.discard();
  events.clear();
  ledger.clear();
  counters = committed_;
}

}  // namespace aisle::shop
