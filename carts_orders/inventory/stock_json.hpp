#pragma once
// How answers show stock.

#include <string_view>

#include "carts_orders/machine/answer.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

/// {"sku","location","on_hand","reserved","committed","available","version"}.
void write_stock(JsonWriter& json, const Stock& stock);
/// What shoppers see: no counts, `available` is a word: "in_stock", "low_stock" (at or below `low`) or "out_of_stock".
void write_public_stock(JsonWriter& json, const Stock& stock, std::int64_t low);
std::string_view availability_word(std::int64_t available, std::int64_t low);

/// The stock as an answer's body, with its ETag.
Answer stock_answer(int status, const Stock& stock);
/// An entry of the stock ledger.
void write_ledger_entry(JsonWriter& json, const LedgerEntry& entry);

}  // namespace aisle::shop
