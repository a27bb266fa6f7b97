#include "server/shop_api/endpoints/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/log/log.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr TextRule kLocation{.min_bytes = 1, .max_bytes = 64};

}  // namespace

Read<shop::Id> id_of(const http::Request& request, std::string_view name, std::string_view what) {
  const auto id = path_id(request, name);
  if (!id) return std::unexpected(not_found(what));
  return *id;
}

Read<shop::StockKey> stock_key_of(const http::Request& request) {
  auto sku = path_text(request, "sku", kSku);
  if (!sku) return std::unexpected(std::move(sku).error());
  shop::StockKey key{.sku = *std::move(sku)};
  QueryReader query(request);
  if (auto location = query.text("location", kLocation)) key.location = *std::move(location);
  if (auto fault = query.finish()) return std::unexpected(*std::move(fault));
  return key;
}

shop::Answer not_found(std::string_view what) {
  return shop::problem(404, fmt::format("{}-not-found", what), fmt::format("There is no such {}.", what));
}

shop::Answer store_failed(const Error& error) {
  log::error("the shop's store could not be read", {{"what", error.message}});
  return shop::problem(500, "store-failed", "The shop's records could not be read; the operator's log says why.");
}

std::vector<shop::ProductFacts> facts_of(const ShopContext& shop, std::span<const std::string> skus) {
  std::vector<shop::ProductFacts> facts;
  for (const std::string& sku : skus) {
    const bool known = std::ranges::any_of(facts, [&](const auto& each) { return each.sku == sku; });
    if (!known) facts.push_back(shop.catalog.look_up(sku));
  }
  return facts;
}

std::vector<shop::ProductFacts> facts_of_unopened(const ShopContext& shop, std::span<const shop::StockKey> stocks) {
  std::vector<std::string> skus;
  for (const shop::StockKey& key : stocks) {
    const auto stock = shop.shop.reader().stock(key);
    if (!stock || *stock == nullptr) skus.push_back(key.sku);
  }
  return facts_of(shop, skus);
}

std::vector<std::string> skus_of(const shop::Cart& cart) {
  std::vector<std::string> skus;
  for (const shop::CartLine& line : cart.lines) skus.push_back(line.sku);
  return skus;
}

std::string owner_of(const shop::Cart& cart) { return cart.owner.empty() ? "guest:" + cart.token_hash : cart.owner; }

Read<std::shared_ptr<const shop::Cart>> visible_cart(const ShopContext& shop, const Call& call, const shop::Id& id) {
  auto cart = shop.shop.reader().cart(id);
  if (!cart) return std::unexpected(store_failed(cart.error()));
  if (*cart == nullptr || !call.may_see(owner_of(**cart))) return std::unexpected(not_found("cart"));
  return *std::move(cart);
}

Read<std::shared_ptr<const shop::Order>> visible_order(const ShopContext& shop, const Call& call, const shop::Id& id) {
  auto order = shop.shop.reader().order(id);
  if (!order) return std::unexpected(store_failed(order.error()));
  if (*order == nullptr || !call.may_see((*order)->owner)) return std::unexpected(not_found("order"));
  return *std::move(order);
}

}  // namespace aisle::server::shop_api
