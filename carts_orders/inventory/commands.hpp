#pragma once
// What can be asked of stock, prices and reservations. Each has a handler of its own in this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "carts_orders/carts/commands.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

/// PUT /inventory/{sku}: an absolute count. `if_match` is required but for a SKU that has no stock record.
struct SetStock {
  StockKey stock;
  std::int64_t on_hand = 0;
  ExpectedVersion if_match;
  std::string reason;
};

/// POST /inventory/{sku}/adjustments.
struct AdjustStock {
  StockKey stock;
  std::int64_t delta = 0;
  std::string reason;
};

/// POST /inventory/_bulk: every item succeeds or fails by itself, in one commit.
struct BulkStock {
  struct Item {
    StockKey stock;
    std::optional<std::int64_t> set;    ///< exactly one of set and delta
    std::optional<std::int64_t> delta;
    ExpectedVersion if_version;
    std::string problem;                ///< not empty: the line could not be read; reported as its status
  };
  std::vector<Item> items;
};

/// PUT /prices/{sku}.
struct SetPrice {
  std::string sku;
  Money price;
  ExpectedVersion if_match;
};

struct ReserveLine {
  StockKey stock;
  std::int64_t quantity = 0;
};

/// POST /reservations: all lines or none.
struct Reserve {
  std::vector<ReserveLine> lines;  ///< in any order; a key named twice is added up
  EpochMillis lease = 0;           ///< 0: the shop's
  std::string owner;               ///< free text of the caller; empty: the principal
};

/// POST /reservations/{id}/commit, /release, /extend.
struct CommitReservation {
  Id reservation;
};
struct ReleaseReservation {
  Id reservation;
};
struct ExtendReservation {
  Id reservation;
  EpochMillis lease = 0;  ///< from now; 0: the shop's
};

/// Internal: these leases may have run out. Those that have not are left alone.
struct ExpireReservations {
  std::vector<Id> reservations;
};

using InventoryCommand = std::variant<SetStock, AdjustStock, BulkStock, SetPrice, Reserve, CommitReservation,
                                      ReleaseReservation, ExtendReservation, ExpireReservations>;

}  // namespace aisle::shop
