#include "carts_orders/inventory/move_stock.hpp"

#include <cassert>
#include <utility>

#include "carts_orders/inventory/low_stock.hpp"

namespace aisle::shop {
namespace {

[[maybe_unused]] bool is_legal(const Stock& stock) {
  return stock.reserved >= 0 && stock.committed >= 0 && stock.available() >= 0;
}

LedgerEntry entry_of(const StockKey& key, const Units& units, MoveNote note) {
  return {.stock = key,
          .kind = std::string(note.kind),
          .on_hand = units.on_hand,
          .reserved = units.reserved,
          .committed = units.committed,
          .reference = std::move(note.reference),
          .reason = std::move(note.reason)};
}

}  // namespace

MoveNote note_of(std::string_view kind, const Reservation& reservation) {
  return {.kind = kind, .reference = to_string(reservation.key)};
}

Moved move_stock(Transaction& tx, const StockKey& key, const Units& units, MoveNote note) {
  const auto before = tx.find<Stock>(key);
  assert(before && "units were moved of a product that has no stock record");
  Moved moved{.stock = *before, .entry = entry_of(key, units, std::move(note))};
  Stock& after = moved.stock;
  after.on_hand += units.on_hand;
  after.reserved += units.reserved;
  after.committed += units.committed;
  after.version += 1;
  assert(is_legal(after) && "a stock counter became negative, or more was promised than is there");
  moved.entry.at = tx.now();
  moved.entry.number = tx.post(moved.entry);
  tx.put(after);
  announce_availability(tx, after, before->available());
  return moved;
}

}  // namespace aisle::shop
