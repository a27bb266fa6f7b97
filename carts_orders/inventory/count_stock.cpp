// PUT /inventory/{sku} and POST /inventory/{sku}/adjustments.
#include <utility>

#include "carts_orders/inventory/counting.hpp"
#include "carts_orders/inventory/stock_json.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const SetStock& command) {
  const auto before = tx.find<Stock>(command.stock);
  if (before && !command.if_match) {
    return problem(428, "precondition-required",
                   "An absolute count replaces what others did meanwhile; send If-Match with the ETag of the count it replaces.");
  }
  const CountOutcome outcome = count_to(tx, command.stock, command.on_hand, command.if_match, command.reason);
  if (!outcome) return to_answer(outcome.error());
  return stock_answer(before ? 200 : 201, outcome->stock);
}

Answer handle(Transaction& tx, const AdjustStock& command) {
  const CountOutcome outcome = count_by(tx, command.stock, command.delta, {}, command.reason);
  if (!outcome) return to_answer(outcome.error());
  Answer answer{.status = 201, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  json.begin_object();
  json.key("entry");
  write_ledger_entry(json, outcome->entry);
  json.key("stock");
  write_stock(json, outcome->stock);
  json.end_object();
  return std::move(answer).with("ETag", etag(outcome->stock.version));
}

}  // namespace aisle::shop
