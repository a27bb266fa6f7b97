#pragma once
// The stock record of a product, opened from its catalog document when commerce touches it for the first time.

#include <expected>
#include <memory>
#include <optional>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The stock of `key`: its record or, for a product that has none yet, a new one with a ledger entry "opening". At the
/// default location it opens with the document's stock, at any other with nothing.
/// Null: neither a record nor a document is known. Facts are an input: a request that names products brings theirs.
std::shared_ptr<const Stock> open_stock(Transaction& tx, const StockKey& key);

/// As `open_stock`; the answer for an unknown product is 404 `sku-not-found`.
std::expected<std::shared_ptr<const Stock>, Answer> stock_or_404(Transaction& tx, const StockKey& key);
Answer sku_not_found(std::string_view sku);

/// What `open_stock` would show, without recording anything.
std::optional<Stock> peek_stock(Transaction& tx, const StockKey& key);
/// What readers show of a product without a record: version 0 and the document's stock. Nothing when `facts` do not
/// exist.
std::optional<Stock> unopened_stock(const ProductFacts& facts, const StockKey& key);

}  // namespace aisle::shop
