// Stock and prices: what shoppers may know of them, and how those who count and price change them.
#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/inventory/price.hpp"
#include "carts_orders/inventory/stock_json.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/http/body_reader.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMostSkus = 500;
constexpr std::int64_t kUsualPage = 100;
constexpr std::int64_t kLongestPage = 1000;

/// The committed stock, or what it would open with; nothing for a product that nobody knows.
Read<std::optional<shop::Stock>> stock_at(const ShopContext& shop, const shop::StockKey& key) {
  auto stock = shop.shop.reader().stock(key);
  if (!stock) return std::unexpected(store_failed(stock.error()));
  if (*stock != nullptr) return **stock;
  return shop::unopened_stock(shop.catalog.look_up(key.sku), key);
}

bool sees_counts(const Call& call) { return call.principal().is(shop::Role::inventory); }

void write_visible(JsonWriter& json, const ShopContext& shop, const Call& call, const shop::Stock& stock) {
  if (sees_counts(call)) return shop::write_stock(json, stock);
  shop::write_public_stock(json, stock, shop.shop.settings().low_stock);
}

/// 428 for a change of what exists without saying which version was seen.
Fault check_has_if_match(const ShopContext& shop, const http::Request& request, const shop::StockKey& key) {
  if (request.has_header("If-Match")) return std::nullopt;
  const auto stock = shop.shop.reader().stock(key);
  if (stock && *stock == nullptr) return std::nullopt;
  return shop::problem(428, "precondition-required",
                       "Send If-Match with the ETag that you read, so that no count made meanwhile is lost.");
}

}  // namespace

void get_stock(const ShopContext& shop, Call call) {
  const auto key = stock_key_of(call.request());
  if (!key) return call.answer(key.error());
  const auto stock = stock_at(shop, *key);
  if (!stock) return call.answer(stock.error());
  if (!*stock) return call.answer(shop::sku_not_found(key->sku));
  if (sees_counts(call)) return call.answer_unless_known(shop::stock_answer(200, **stock));
  call.answer(json_answer([&](JsonWriter& json) { write_visible(json, shop, call, **stock); }));
}

void get_many_stocks(const ShopContext& shop, Call call) {
  std::vector<std::string> skus;
  auto fault = read_body(call.request(), [&](ObjectReader& body) { skus = body.texts("skus", {1, kMostSkus}, kSku); });
  if (fault) return call.answer(*std::move(fault));
  std::string items;
  JsonWriter json(items);
  json.begin_object().key("items").begin_array();
  for (const std::string& sku : skus) {
    const auto stock = stock_at(shop, {.sku = sku});
    if (!stock) return call.answer(stock.error());
    if (*stock) {
      write_visible(json, shop, call, **stock);
    } else {
      json.begin_object().field("sku", std::string_view(sku)).field("found", false).end_object();
    }
  }
  json.end_array().end_object();
  call.answer({.status = 200, .body = std::move(items), .headers = {}});
}

void put_stock(const ShopContext& shop, Call call) {
  const auto key = stock_key_of(call.request());
  if (!key) return call.answer(key.error());
  const auto expected = if_match(call.request());
  if (!expected) return call.answer(expected.error());
  shop::SetStock command{.stock = *key, .on_hand = 0, .if_match = *expected, .reason = {}};
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.on_hand = body.integer("on_hand", kAnyInteger);
    command.reason = body.optional_text("reason", kReason).value_or("");
  });
  if (!fault) fault = check_has_if_match(shop, call.request(), *key);
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::InventoryCommand(std::move(command)), facts_of_unopened(shop, {&*key, 1}));
}

void adjust_stock(const ShopContext& shop, Call call) {
  const auto key = stock_key_of(call.request());
  if (!key) return call.answer(key.error());
  shop::AdjustStock command{.stock = *key, .delta = 0, .reason = {}};
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.delta = body.integer("delta", kAnyInteger);
    command.reason = body.text("reason", kReason);
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::InventoryCommand(std::move(command)), facts_of_unopened(shop, {&*key, 1}));
}

void get_ledger(const ShopContext& shop, Call call) {
  const auto sku = path_text(call.request(), "sku", kSku);
  if (!sku) return call.answer(sku.error());
  QueryReader query(call.request());
  const std::int64_t after = query.integer("after", {0, INT64_MAX}, 0);
  const auto limit = static_cast<std::size_t>(query.integer("limit", {1, kLongestPage}, kUsualPage));
  if (auto fault = query.finish()) return call.answer(*std::move(fault));
  const auto entries = shop.shop.reader().store().ledger_of(*sku, after, limit);
  if (!entries) return call.answer(store_failed(entries.error()));
  call.answer(json_answer([&](JsonWriter& json) {
    json.begin_object().key("entries").begin_array();
    for (const shop::LedgerEntry& entry : *entries) shop::write_ledger_entry(json, entry);
    json.end_array().end_object();
  }));
}

void get_price(const ShopContext& shop, Call call) {
  const auto sku = path_text(call.request(), "sku", kSku);
  if (!sku) return call.answer(sku.error());
  const auto set = shop.shop.reader().price(*sku);
  if (!set) return call.answer(store_failed(set.error()));
  const shop::ProductFacts facts = *set != nullptr ? shop::ProductFacts{} : shop.catalog.look_up(*sku);
  const auto price = shop::current_price(set->get(), &facts);
  if (!price) return call.answer(shop::sku_not_found(*sku));
  const shop::Price shown{.key = *sku, .price = *price, .version = *set != nullptr ? (*set)->version : 0};
  call.answer_unless_known(json_answer([&](JsonWriter& json) { shop::write_price(json, shown); })
                               .with("ETag", shop::etag(shown.version)));
}

void put_price(const ShopContext& shop, Call call) {
  const auto sku = path_text(call.request(), "sku", kSku);
  if (!sku) return call.answer(sku.error());
  const auto expected = if_match(call.request());
  if (!expected) return call.answer(expected.error());
  shop::SetPrice command{.sku = *sku, .price = {}, .if_match = *expected};
  auto fault = read_body(call.request(), [&](ObjectReader& body) { command.price = body.money("price"); });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::InventoryCommand(std::move(command)), facts_of(shop, {&*sku, 1}));
}

}  // namespace aisle::server::shop_api
