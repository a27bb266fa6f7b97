// Stock held by services: all lines or none, for a while, resolved exactly once.
#include "carts_orders/inventory/reservation_json.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/http/body_reader.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMostLines = 200;
constexpr TextRule kOwner{.min_bytes = 1, .max_bytes = 200};
constexpr IntegerRange kLeaseSeconds{1, 24 * 3600};

EpochMillis lease_of(ObjectReader& body) { return body.optional_integer("ttl_s", kLeaseSeconds).value_or(0) * shop::kSecond; }

shop::ReserveLine read_line(ObjectReader& object) {
  shop::ReserveLine line;
  line.stock.sku = object.text("sku", kSku);
  if (auto location = object.optional_text("location", kSku)) line.stock.location = *std::move(location);
  line.quantity = object.integer("quantity", {1, kQuantity.max});
  return line;
}

/// A verb on a reservation: no body, or `{}`.
template <class Command>
void resolve(const Call& call) {
  const auto id = id_of(call.request(), "id", "reservation");
  if (!id) return call.answer(id.error());
  if (auto fault = read_optional_body(call.request(), [](ObjectReader&) {})) return call.answer(*std::move(fault));
  call.submit(shop::InventoryCommand(Command{.reservation = *id}));
}

}  // namespace

void create_reservation(const ShopContext& shop, Call call) {
  shop::Reserve command;
  auto fault = read_body(call.request(), [&](ObjectReader& body) {
    body.each_object("lines", {1, kMostLines}, [&](ObjectReader& line) { command.lines.push_back(read_line(line)); });
    command.lease = lease_of(body);
    command.owner = body.optional_text("owner", kOwner).value_or("");
  });
  if (fault) return call.answer(*std::move(fault));
  std::vector<shop::StockKey> stocks;
  for (const shop::ReserveLine& line : command.lines) stocks.push_back(line.stock);
  call.submit(shop::InventoryCommand(std::move(command)), facts_of_unopened(shop, stocks));
}

void get_reservation(const ShopContext& shop, Call call) {
  const auto id = id_of(call.request(), "id", "reservation");
  if (!id) return call.answer(id.error());
  const auto reservation = shop.shop.reader().reservation(*id);
  if (!reservation) return call.answer(store_failed(reservation.error()));
  if (*reservation == nullptr) return call.answer(not_found("reservation"));
  call.answer_unless_known(shop::reservation_answer(200, **reservation, shop.shop.now()));
}

void commit_reservation(const ShopContext&, Call call) { resolve<shop::CommitReservation>(call); }
void release_reservation(const ShopContext&, Call call) { resolve<shop::ReleaseReservation>(call); }

void extend_reservation(const ShopContext&, Call call) {
  const auto id = id_of(call.request(), "id", "reservation");
  if (!id) return call.answer(id.error());
  shop::ExtendReservation command{.reservation = *id, .lease = 0};
  auto fault = read_optional_body(call.request(), [&](ObjectReader& body) { command.lease = lease_of(body); });
  if (fault) return call.answer(*std::move(fault));
  call.submit(shop::InventoryCommand(command));
}

}  // namespace aisle::server::shop_api
