#include "carts_orders/inventory/low_stock.hpp"

#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {
namespace {

std::string availability_of(const Stock& stock) {
  std::string data;
  JsonWriter json(data);
  json.begin_object();
  json.field("sku", stock.key.sku);
  json.field("location", stock.key.location);
  json.field("available", stock.available());
  json.end_object();
  return data;
}

}  // namespace

void announce_availability(Transaction& tx, const Stock& stock, std::int64_t before) {
  const std::int64_t after = stock.available();
  const std::int64_t low = tx.settings().low_stock;
  const bool ran_low = before > low && after <= low;
  if (before > 0 && after == 0) {
    tx.emit("stock.out", {}, availability_of(stock));
  } else if (ran_low) {
    tx.emit("stock.low", {}, availability_of(stock));
  }
  if (before == 0 && after > 0) tx.emit("stock.back", {}, availability_of(stock));
  if (ran_low) tx.enqueue(make_job(LowStock{stock.key, after}, {}));
}

}  // namespace aisle::shop
