#pragma once
// How many of a product there are, who has a claim on them, and what it costs.

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "carts_orders/money/money.hpp"

namespace aisle::shop {

/// The location of shops that have one.
inline constexpr const char* kDefaultLocation = "main";

struct StockKey {
  std::string sku;
  std::string location = kDefaultLocation;
  friend auto operator<=>(const StockKey&, const StockKey&) = default;
};

/// Units of one SKU at one location. Invariant, in every committed state:
///   0 <= reserved, 0 <= committed, reserved + committed <= on_hand.
struct Stock {
  using Key = StockKey;
  StockKey key;
  std::int64_t on_hand = 0;    ///< physically there
  std::int64_t reserved = 0;   ///< held by live reservations
  std::int64_t committed = 0;  ///< sold, not shipped yet
  std::uint64_t version = 0;   ///< grows with each change; the resource's ETag

  std::int64_t available() const { return on_hand - reserved - committed; }
};

/// The price at which a product is sold now; a product that has none here is sold at its catalog price.
struct Price {
  using Key = std::string;
  std::string key;  ///< SKU
  Money price;
  std::uint64_t version = 0;
};

/// One line of the append-only stock ledger: why the counters of a Stock changed, and by how much.
struct LedgerEntry {
  std::int64_t number = 0;  ///< from 1, without gaps
  EpochMillis at = 0;
  StockKey stock;
  std::string kind;  ///< "opening", "adjust", "set", "reserve", "release", "expire", "commit", "ship", "restock"
  std::int64_t on_hand = 0;    ///< change of each counter
  std::int64_t reserved = 0;
  std::int64_t committed = 0;
  std::string reference;  ///< reservation or order id, or who adjusted
  std::string reason;     ///< free text of an adjustment
};

}  // namespace aisle::shop

template <>
struct std::hash<aisle::shop::StockKey> {
  std::size_t operator()(const aisle::shop::StockKey& key) const {
    return aisle::mix64(aisle::hash64(key.sku) + 31 * aisle::hash64(key.location));
  }
};
