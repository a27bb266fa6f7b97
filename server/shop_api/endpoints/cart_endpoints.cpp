// Carts: made, filled, read and merged.
#include "carts_orders/carts/cart_json.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/http/body_reader.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kLongestAttributes = 4096;
constexpr TextRule kToken{.min_bytes = 16, .max_bytes = 200};

using shop::MergeStrategy;
constexpr NamedValue<MergeStrategy> kStrategies[] = {
    {"max", MergeStrategy::max}, {"sum", MergeStrategy::sum}, {"replace", MergeStrategy::replace}};

/// Facts for a change of one line: where carts hold stock, a change of one line renews the hold of all.
std::vector<shop::ProductFacts> facts_for_line(const ShopContext& shop, const shop::Cart& cart, const std::string& sku) {
  std::vector<std::string> skus;
  if (shop.shop.settings().hold_from == shop::HoldFrom::cart) skus = skus_of(cart);
  skus.push_back(sku);
  return facts_of(shop, skus);
}

/// The cart in the path; those that the caller may not see do not exist.
Read<std::shared_ptr<const shop::Cart>> cart_in_path(const ShopContext& shop, const Call& call) {
  const auto id = id_of(call.request(), "id", "cart");
  if (!id) return std::unexpected(id.error());
  return visible_cart(shop, call, *id);
}

}  // namespace

void create_cart(const ShopContext&, Call call) {
  if (auto fault = read_optional_body(call.request(), [](ObjectReader&) {})) return call.answer(*std::move(fault));
  call.submit(shop::CartCommand(shop::CreateCart{}));
}

void put_line(const ShopContext& shop, Call call) {
  const auto cart = cart_in_path(shop, call);
  if (!cart) return call.answer(cart.error());
  auto sku = path_text(call.request(), "sku", kSku);
  if (!sku) return call.answer(sku.error());
  const auto expected = if_match(call.request());
  if (!expected) return call.answer(expected.error());
  shop::PutLine command{.cart = (*cart)->key, .sku = *sku, .quantity = 0, .attributes = {}, .if_match = *expected};
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.quantity = body.integer("quantity", kQuantity);
    command.attributes = body.optional_object_text("attributes", kLongestAttributes);
  });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::CartCommand(std::move(command)), facts_for_line(shop, **cart, *sku));
}

void add_line(const ShopContext& shop, Call call) {
  const auto cart = cart_in_path(shop, call);
  if (!cart) return call.answer(cart.error());
  const auto expected = if_match(call.request());
  if (!expected) return call.answer(expected.error());
  shop::AddLine command{.cart = (*cart)->key, .sku = {}, .quantity = 0, .attributes = {}, .if_match = *expected};
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.sku = body.text("sku", kSku);
    command.quantity = body.integer("quantity", {1, kQuantity.max});
    command.attributes = body.optional_object_text("attributes", kLongestAttributes);
  });
  if (fault) return call.answer(*std::move(fault));
  auto facts = facts_for_line(shop, **cart, command.sku);
  call.submit(shop::CartCommand(std::move(command)), std::move(facts));
}

void remove_line(const ShopContext& shop, Call call) {
  const auto cart = cart_in_path(shop, call);
  if (!cart) return call.answer(cart.error());
  auto sku = path_text(call.request(), "sku", kSku);
  if (!sku) return call.answer(sku.error());
  const auto expected = if_match(call.request());
  if (!expected) return call.answer(expected.error());
  auto facts = facts_for_line(shop, **cart, *sku);
  call.submit(shop::CartCommand(shop::RemoveLine{.cart = (*cart)->key, .sku = *sku, .if_match = *expected}), std::move(facts));
}

void clear_cart(const ShopContext& shop, Call call) {
  const auto cart = cart_in_path(shop, call);
  if (!cart) return call.answer(cart.error());
  const auto expected = if_match(call.request());
  if (!expected) return call.answer(expected.error());
  call.submit(shop::CartCommand(shop::ClearCart{.cart = (*cart)->key, .if_match = *expected}));
}

void merge_carts(const ShopContext& shop, Call call) {
  shop::MergeCarts command;
  std::string token;
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    command.guest_cart = body.id("guest_cart_id");
    token = body.text("guest_token", kToken);
    command.strategy = body.optional_choice("strategy", std::span<const NamedValue<MergeStrategy>>(kStrategies)).value_or(MergeStrategy::max);
  });
  if (fault) return call.answer(*std::move(fault));
  command.guest_token_hash = cart_token_hash(token);
  std::vector<std::string> skus;
  const shop::Reader& reader = shop.shop.reader();
  if (const auto guest = reader.cart(command.guest_cart); guest && *guest != nullptr) skus = skus_of(**guest);
  if (const auto mine = reader.cart_owner(call.principal().owner()); mine && *mine != nullptr) {
    if (const auto cart = reader.cart((*mine)->cart); cart && *cart != nullptr) {
      for (std::string& sku : skus_of(**cart)) skus.push_back(std::move(sku));
    }
  }
  call.submit(shop::CartCommand(std::move(command)), facts_of(shop, skus));
}

}  // namespace aisle::server::shop_api
