// POST /inventory/_bulk: NDJSON, one count a line: {"sku":"P1","set":10} or {"sku":"P1","delta":-1,"if_version":7}.
#include "base/json/json_document.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/http/body_reader.hpp"

namespace aisle::server::shop_api {
namespace {

using Item = shop::BulkStock::Item;

constexpr std::size_t kMostBytes = 16u << 20;
constexpr std::size_t kMostItems = 10'000;

/// "detail" of a problem, for the item's own place in the answer.
std::string detail_of(const shop::Answer& problem) {
  const auto document = JsonDocument::parse(problem.body);
  const auto detail = document ? document->root().find("detail") : std::nullopt;
  return detail ? std::string(detail->text()) : std::string("The line could not be read.");
}

Item read_item(std::string_view line) {
  Item item;
  const auto fault = read_object(line, [&](ObjectReader& object) {
    item.stock.sku = object.text("sku", kSku);
    if (auto location = object.optional_text("location", kSku)) item.stock.location = *std::move(location);
    item.set = object.optional_integer("set", kAnyInteger);
    item.delta = object.optional_integer("delta", kAnyInteger);
    const auto version = object.optional_integer("if_version", {0, INT64_MAX});
    if (version) item.if_version = static_cast<std::uint64_t>(*version);
  });
  if (fault) item.problem = detail_of(*fault);
  return item;
}

/// Blank lines are passed over.
Read<std::vector<Item>> read_items(std::string_view body) {
  std::vector<Item> items;
  while (!body.empty()) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(body.size(), line.size() + 1));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (items.size() == kMostItems) {
      return std::unexpected(shop::problem(413, "body-too-large", "A bulk request has at most 10,000 items."));
    }
    items.push_back(read_item(line));
  }
  if (items.empty()) return std::unexpected(shop::problem(400, "body-missing", "Send one JSON object a line."));
  return items;
}

}  // namespace

void bulk_stock(const ShopContext& shop, Call call) {
  if (auto fault = check_body_size(call.request(), kMostBytes)) return call.answer(*std::move(fault));
  auto items = read_items(call.request().body);
  if (!items) return call.answer(items.error());
  std::vector<shop::StockKey> stocks;
  for (const Item& item : *items) {
    if (item.problem.empty()) stocks.push_back(item.stock);
  }
  auto facts = facts_of_unopened(shop, stocks);
  call.submit(shop::InventoryCommand(shop::BulkStock{.items = *std::move(items)}), std::move(facts));
}

}  // namespace aisle::server::shop_api
