#include "server/shop_api/endpoints/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "server/log/log.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kLongestSku = 512;
constexpr std::size_t kLongestLocation = 64;

bool is_plain_text(std::string_view text, std::size_t longest) {
  const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
  return !text.empty() && text.size() <= longest && std::ranges::none_of(text, is_control);
}

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Parsed<shop::Id> id_of(const http::Request& request, std::string_view name, std::string_view what) {
  const auto id = shop::parse_id(request.param(name));
  if (!id) return std::unexpected(not_found(what));
  return *id;
}

bool is_sku(std::string_view text) { return is_plain_text(text, kLongestSku); }

Parsed<std::string> sku_of(const http::Request& request) {
  const std::string_view sku = request.param("sku");
  if (is_sku(sku)) return std::string(sku);
  return std::unexpected(shop::problem(400, "sku-invalid", "A SKU is 1 to 512 bytes of text without control characters."));
}

Parsed<shop::StockKey> stock_key_of(const http::Request& request) {
  auto sku = sku_of(request);
  if (!sku) return std::unexpected(std::move(sku).error());
  shop::StockKey key{.sku = *std::move(sku)};
  if (!request.has_query("location")) return key;
  key.location = std::string(request.query_value("location"));
  if (is_plain_text(key.location, kLongestLocation)) return key;
  return std::unexpected(shop::problem(400, "location-invalid", "A location is 1 to 64 bytes of text without control characters."));
}

Parsed<shop::ExpectedVersion> if_match_of(const http::Request& request) {
  std::string_view tag = request.header("If-Match");
  if (tag.empty() || tag == "*") return std::nullopt;
  if (tag.size() > 2 && tag.starts_with('"') && tag.ends_with('"')) {
    if (const auto version = parse_whole<std::uint64_t>(tag.substr(1, tag.size() - 2))) return version;
  }
  return std::unexpected(shop::problem(400, "if-match-invalid",
                                       "If-Match takes the one ETag that the resource had when it was read, like \"7\"."));
}

Parsed<std::int64_t> number_of_query(const http::Request& request, std::string_view name, std::int64_t otherwise,
                                     std::int64_t least, std::int64_t most) {
  if (!request.has_query(name)) return otherwise;
  const auto number = parse_whole<std::int64_t>(request.query_value(name));
  if (number && *number >= least && *number <= most) return *number;
  return std::unexpected(shop::problem(400, "parameter-invalid", fmt::format("{} is a whole number from {} to {}.", name, least, most)));
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

Parsed<std::shared_ptr<const shop::Cart>> visible_cart(const ShopContext& shop, const Call& call, const shop::Id& id) {
  auto cart = shop.shop.reader().cart(id);
  if (!cart) return std::unexpected(store_failed(cart.error()));
  if (*cart == nullptr || !call.may_see(owner_of(**cart))) return std::unexpected(not_found("cart"));
  return *std::move(cart);
}

Parsed<std::shared_ptr<const shop::Order>> visible_order(const ShopContext& shop, const Call& call, const shop::Id& id) {
  auto order = shop.shop.reader().order(id);
  if (!order) return std::unexpected(store_failed(order.error()));
  if (*order == nullptr || !call.may_see((*order)->owner)) return std::unexpected(not_found("order"));
  return *std::move(order);
}

}  // namespace aisle::server::shop_api
