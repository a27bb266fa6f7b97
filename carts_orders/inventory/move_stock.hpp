#pragma once
// The one place where the counters of a Stock change. For inventory/ only; others use stock_moves.hpp.

#include <string_view>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// Changes of the three counters.
struct Units {
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t committed = 0;
};

struct MoveNote {
  std::string_view kind;  ///< of the ledger entry
  std::string reference;
  std::string reason = {};
};

struct Moved {
  Stock stock;
  LedgerEntry entry;
};

/// A move on behalf of a reservation.
MoveNote note_of(std::string_view kind, const Reservation& reservation);

/// Applies, writes the ledger, announces low, out and back. REQUIRES: a stock record whose counters stay legal.
Moved move_stock(Transaction& tx, const StockKey& key, const Units& units, MoveNote note);

}  // namespace aisle::shop
