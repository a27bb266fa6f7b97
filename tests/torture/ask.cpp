#include "tests/torture/ask.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

namespace aisle::torture {
namespace {

using namespace aisle::shop;

Id id_of(const std::string& word) { return parse_id(word).value(); }

Principal service() { return {.kind = Principal::Kind::service, .subject = "torture", .roles = Role::admin}; }
Principal shopper(const std::string& user) { return {.kind = Principal::Kind::shopper, .subject = user}; }

Reserve reserve_of(const std::vector<std::string>& words) {
  Reserve reserve{.lines = {}, .lease = std::stoll(words[2]), .owner = "torture"};
  for (const std::string& part : split(words[1], ',')) {
    const std::vector<std::string> line = split(part, '*');
    reserve.lines.push_back({.stock = {.sku = line[0]}, .quantity = std::stoll(line[1])});
  }
  return reserve;
}

Command command_of(const Ask& ask) {
  const auto& words = ask.words;
  const std::string& verb = ask.verb();
  if (verb == "reserve") return InventoryCommand{reserve_of(words)};
  if (verb == "commit") return InventoryCommand{CommitReservation{id_of(words[1])}};
  if (verb == "release") return InventoryCommand{ReleaseReservation{id_of(words[1])}};
  if (verb == "extend") return InventoryCommand{ExtendReservation{.reservation = id_of(words[1])}};
  if (verb == "adjust") return InventoryCommand{AdjustStock{.stock = {.sku = words[1]}, .delta = std::stoll(words[2]), .reason = "torture"}};
  if (verb == "price") return InventoryCommand{SetPrice{.sku = words[1], .price = {std::stoll(words[2]), *Currency::find("USD")}}};
  if (verb == "create_cart") return CartCommand{CreateCart{}};
  if (verb == "put_line") return CartCommand{PutLine{.cart = id_of(words[2]), .sku = words[3], .quantity = std::stoll(words[4])}};
  if (verb == "add_line") return CartCommand{AddLine{.cart = id_of(words[2]), .sku = words[3], .quantity = std::stoll(words[4])}};
  if (verb == "checkout") return OrderCommand{Checkout{.cart = id_of(words[2]), .payment_method = "any", .email = "buyer@example.com"}};
  if (verb == "cancel") return OrderCommand{CancelOrder{.order = id_of(words[2]), .reason = "changed my mind"}};
  if (verb == "refund") return OrderCommand{RefundOrder{.order = id_of(words[1]), .amount = std::stoll(words[2]), .reason = "torture"}};
  throw std::invalid_argument("no such verb: " + verb);
}

bool by_service(const std::string& verb) {
  return verb == "reserve" || verb == "commit" || verb == "release" || verb == "extend" || verb == "adjust" ||
         verb == "price" || verb == "refund";
}

/// The SKUs that an ask names.
std::vector<std::string> skus_of(const Ask& ask) {
  const auto& words = ask.words;
  if (ask.verb() == "adjust" || ask.verb() == "price") return {words[1]};
  if (ask.verb() == "put_line" || ask.verb() == "add_line") return {words[3]};
  if (ask.verb() == "checkout") return split(words[3], ',');
  std::vector<std::string> skus;
  if (ask.verb() == "reserve") {
    for (const std::string& part : split(words[1], ',')) skus.push_back(split(part, '*')[0]);
  }
  return skus;
}

}  // namespace

std::string Ask::text() const { return fmt::format("{}", fmt::join(words, " ")); }

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> words;
  while (true) {
    const std::size_t end = text.find(separator);
    words.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end + 1);
  }
}

Request to_request(const Ask& ask, const CatalogPort& catalog) {
  Request request{.principal = by_service(ask.verb()) ? service() : shopper(ask.words[1]), .command = command_of(ask)};
  request.idempotency = IdempotencyKey{.key = ask.key, .fingerprint = ask.text()};
  for (const std::string& sku : skus_of(ask)) request.products.push_back(catalog.look_up(sku));
  return request;
}

}  // namespace aisle::torture
