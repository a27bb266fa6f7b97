#include "carts_orders/inventory/stock_json.hpp"

#include "carts_orders/json_fields.hpp"

namespace aisle::shop {
namespace {

void write_key(JsonWriter& json, const StockKey& key) {
  json.field("sku", key.sku);
  json.field("location", key.location);
}

}  // namespace

void write_stock(JsonWriter& json, const Stock& stock) {
  json.begin_object();
  write_key(json, stock.key);
  json.field("on_hand", stock.on_hand);
  json.field("reserved", stock.reserved);
  json.field("committed", stock.committed);
  json.field("available", stock.available());
  json.field("version", stock.version);
  json.end_object();
}

std::string_view availability_word(std::int64_t available, std::int64_t low) {
  if (available <= 0) return "out_of_stock";
  return available <= low ? "low_stock" : "in_stock";
}

void write_public_stock(JsonWriter& json, const Stock& stock, std::int64_t low) {
  json.begin_object();
  write_key(json, stock.key);
  json.field("available", availability_word(stock.available(), low));
  json.field("version", stock.version);
  json.end_object();
}

Answer stock_answer(int status, const Stock& stock) {
  Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write_stock(json, stock);
  return std::move(answer).with("ETag", etag(stock.version));
}

void write_ledger_entry(JsonWriter& json, const LedgerEntry& entry) {
  json.begin_object();
  json.field("number", entry.number);
  time_field(json, "at", entry.at);
  write_key(json, entry.stock);
  json.field("kind", entry.kind);
  json.field("on_hand", entry.on_hand);
  json.field("reserved", entry.reserved);
  json.field("committed", entry.committed);
  json.field("reference", entry.reference);
  if (!entry.reason.empty()) json.field("reason", entry.reason);
  json.end_object();
}

}  // namespace aisle::shop
