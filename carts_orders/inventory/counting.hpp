#pragma once
// Counts by hand, with everything that can be wrong about them: shared by PUT, adjustments and bulk.

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "carts_orders/inventory/stock_moves.hpp"

namespace aisle::shop {

/// Why a count was not taken over.
struct CountRefusal {
  int status = 409;
  std::string_view code;
  std::string detail;
  std::optional<Stock> stock;  ///< as it is, when there is one
};
using CountOutcome = std::expected<Counted, CountRefusal>;

/// Errors: 404 sku-not-found; 412 version-mismatch; 422 quantity-limit (negative, or more than kMostUnits);
/// 409 below-commitments: less than is reserved and sold.
CountOutcome count_to(Transaction& tx, const StockKey& key, std::int64_t on_hand, ExpectedVersion if_match,
                      std::string reason);
/// Errors: as above, but 409 insufficient-stock, and 422 quantity-limit for a delta of 0.
CountOutcome count_by(Transaction& tx, const StockKey& key, std::int64_t delta, ExpectedVersion if_match,
                      std::string reason);

Answer to_answer(const CountRefusal& refusal);

}  // namespace aisle::shop
