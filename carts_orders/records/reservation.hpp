#pragma once
// A claim on stock: a two-phase transfer with a time-out. Pending until it is resolved exactly once.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

enum class ReservationState : std::uint8_t {
  pending,    ///< counted in Stock::reserved; has a lease
  committed,  ///< sold: counted in Stock::committed until shipped or restocked
  released,   ///< given back by its owner
  expired,    ///< given back because the lease ran out
  fulfilled,  ///< shipped whole: the units left Stock::on_hand
  restocked,  ///< sold, then cancelled before it was shipped
};
std::string_view to_string(ReservationState state);

struct ReservedLine {
  StockKey stock;
  std::int64_t quantity = 0;
  std::int64_t shipped = 0;  ///< of `quantity`, once committed
};

struct Reservation {
  using Key = Id;
  Id key;
  ReservationState state = ReservationState::pending;
  std::string owner;  ///< "order:<id>", "cart:<id>" or a principal's owner()
  std::vector<ReservedLine> lines;  ///< sorted by stock key, each once
  EpochMillis created_at = 0;
  EpochMillis expires_at = 0;
  EpochMillis extendable_until = 0;
  std::uint64_t version = 0;
};

}  // namespace aisle::shop
