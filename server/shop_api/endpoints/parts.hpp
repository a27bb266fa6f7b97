#pragma once
// What endpoints have in common: parameters of paths and queries, and answers to what cannot be read.

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "carts_orders/carts/commands.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/machine/answer.hpp"
#include "carts_orders/records/cart.hpp"
#include "carts_orders/records/stock.hpp"
#include "server/shop_api/frame/call.hpp"
#include "server/shop_api/http/condition_headers.hpp"
#include "server/shop_api/http/query_reader.hpp"
#include "server/shop_api/http/read_fault.hpp"

namespace aisle::server::shop_api {

/// The id in the path's `{name}`. What is no id names nothing: 404 `<what>-not-found`.
Read<shop::Id> id_of(const http::Request& request, std::string_view name, std::string_view what);
/// The SKU in the path at the location of `?location=`, the default one without.
Read<shop::StockKey> stock_key_of(const http::Request& request);

/// 404 `<what>-not-found`.
shop::Answer not_found(std::string_view what);
/// 500 for a store that cannot be read; the reason goes to the log, not to the client.
shop::Answer store_failed(const Error& error);
/// `{"..."}` as a 200.
template <class Write>
shop::Answer json_answer(Write write, int status = 200) {
  shop::Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write(json);
  return answer;
}

/// What the catalog says of products, each once.
std::vector<shop::ProductFacts> facts_of(const ShopContext& shop, std::span<const std::string> skus);
/// Of those that have no stock record yet: all that a command about stock needs.
std::vector<shop::ProductFacts> facts_of_unopened(const ShopContext& shop, std::span<const shop::StockKey> stocks);
std::vector<std::string> skus_of(const shop::Cart& cart);
/// How a cart's owner is written in a principal's words: a guest cart belongs to the holder of its token.
std::string owner_of(const shop::Cart& cart);
/// A cart that the caller may see, whatever its state; 404 cart-not-found.
Read<std::shared_ptr<const shop::Cart>> visible_cart(const ShopContext& shop, const Call& call, const shop::Id& id);
/// An order that the caller may see; 404 order-not-found.
Read<std::shared_ptr<const shop::Order>> visible_order(const ShopContext& shop, const Call& call, const shop::Id& id);

}  // namespace aisle::server::shop_api
