// POST /inventory/_bulk: answered as Elasticsearch's _bulk, without `took`, which is the front's to know.
#include "carts_orders/inventory/counting.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

CountOutcome count(Transaction& tx, const BulkStock::Item& item) {
  if (!item.problem.empty()) return std::unexpected(CountRefusal{400, "malformed-item", item.problem, {}});
  if (item.set.has_value() == item.delta.has_value()) {
    return std::unexpected(CountRefusal{400, "malformed-item", "An item has either set or delta.", {}});
  }
  return item.set ? count_to(tx, item.stock, *item.set, item.if_version, {})
                  : count_by(tx, item.stock, *item.delta, item.if_version, {});
}

void write_refusal(JsonWriter& json, const CountRefusal& refusal) {
  json.field("status", refusal.status);
  json.key("error").begin_object();
  json.field("type", refusal.code);
  json.field("reason", refusal.detail);
  json.end_object();
}

void write_stock_members(JsonWriter& json, const Stock& stock) {
  json.field("status", 200);
  json.field("on_hand", stock.on_hand);
  json.field("available", stock.available());
  json.field("version", stock.version);
}

void write_item(JsonWriter& json, const BulkStock::Item& item, const CountOutcome& outcome) {
  json.begin_object();
  json.key(item.delta ? "adjust" : "set").begin_object();
  json.field("sku", item.stock.sku);
  json.field("location", item.stock.location);
  if (outcome) {
    write_stock_members(json, outcome->stock);
  } else {
    write_refusal(json, outcome.error());
  }
  json.end_object().end_object();
}

}  // namespace

Answer handle(Transaction& tx, const BulkStock& command) {
  std::string items;
  JsonWriter writer(items);
  writer.begin_array();
  bool errors = false;
  for (const BulkStock::Item& item : command.items) {
    const CountOutcome outcome = count(tx, item);
    errors = errors || !outcome;
    write_item(writer, item, outcome);
  }
  writer.end_array();
  Answer answer;
  JsonWriter json(answer.body);
  json.begin_object();
  json.field("errors", errors);
  json.key("items").raw(items);
  json.end_object();
  return answer;
}

}  // namespace aisle::shop
