#include "carts_orders/inventory/price.hpp"

#include <utility>

#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/json_fields.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/preconditions.hpp"

namespace aisle::shop {
namespace {

bool is_known(Transaction& tx, const std::string& sku) {
  const ProductFacts* facts = tx.product(sku);
  return facts != nullptr && facts->exists;
}

std::string change_of(const std::string& sku, const std::optional<Money>& before, const Money& after) {
  std::string data;
  JsonWriter json(data);
  json.begin_object();
  json.field("sku", sku);
  if (before) money_field(json, "old", *before);
  money_field(json, "new", after);
  json.end_object();
  return data;
}

Answer price_answer(int status, const Price& price) {
  Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write_price(json, price);
  return std::move(answer).with("ETag", etag(price.version));
}

}  // namespace

std::optional<Money> current_price(const Price* set, const ProductFacts* facts) {
  if (set != nullptr) return set->price;
  return facts != nullptr && facts->exists ? facts->price : std::nullopt;
}

std::optional<Money> current_price(Transaction& tx, std::string_view sku) {
  return current_price(tx.find<Price>(std::string(sku)).get(), tx.product(sku));
}

void write_price(JsonWriter& json, const Price& price) {
  json.begin_object();
  json.field("sku", price.key);
  money_field(json, "price", price.price);
  json.field("version", price.version);
  json.end_object();
}

Answer handle(Transaction& tx, const SetPrice& command) {
  const auto before = tx.find<Price>(command.sku);
  if (!before && !is_known(tx, command.sku)) return sku_not_found(command.sku);
  const std::uint64_t version = before ? before->version : 0;
  if (auto mismatch = check_version(command.if_match, version)) return *std::move(mismatch);
  if (!command.price.currency.known() || command.price.amount < 0 || command.price.amount > kMaxAmount) {
    return problem(422, "money-invalid", "A price is a whole number of minor units from 0 to 2^53 - 1, in an ISO 4217 currency.");
  }
  const std::optional<Money> old = current_price(tx, command.sku);
  const Price price{.key = command.sku, .price = command.price, .version = version + 1};
  tx.put(price);
  if (old != command.price) tx.emit("price.changed", {}, change_of(command.sku, old, command.price));
  return price_answer(before ? 200 : 201, price);
}

}  // namespace aisle::shop
