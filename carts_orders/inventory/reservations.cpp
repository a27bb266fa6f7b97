// POST /reservations, its commit, release and extend, and what the timer asks.
#include <expected>
#include <string_view>
#include <utility>

#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/inventory/reservation_json.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

std::optional<Answer> check(Transaction& tx, const Reserve& command) {
  if (command.lines.empty()) return problem(422, "lines-missing", "A reservation needs at least one line.");
  if (command.lease < 0) return problem(422, "lease-invalid", "A lease cannot be negative.");
  for (const ReserveLine& line : command.lines) {
    if (line.quantity < 1 || line.quantity > kMostUnits) {
      return problem(422, "quantity-limit", "The quantity of [" + line.stock.sku + "] is not in 1 to 10^12.");
    }
    if (!peek_stock(tx, line.stock)) return sku_not_found(line.stock.sku);
  }
  return std::nullopt;
}

/// The reservation, for those who may resolve it.
std::expected<std::shared_ptr<const Reservation>, Answer> find_own(Transaction& tx, const Id& id) {
  auto reservation = tx.find<Reservation>(id);
  const bool allowed = reservation && (tx.principal().is(Role::inventory) || reservation->owner == tx.principal().owner());
  if (!allowed) {
    return std::unexpected(problem(404, "reservation-not-found", "There is no reservation [" + to_string(id) + "]."));
  }
  if (belongs_to_the_shop(reservation->owner)) {
    return std::unexpected(problem(409, "reservation-in-use",
                                   "This reservation belongs to [" + reservation->owner + "] and is resolved with it."));
  }
  return reservation;
}

/// 409 for a reservation that was resolved another way.
Answer resolved_already(ReservationState state) {
  switch (state) {
    case ReservationState::expired:
      return problem(409, "reservation-expired", "The reservation's lease is over; its units were given back. Reserve again.");
    case ReservationState::released:
    case ReservationState::restocked:
      return problem(409, "already-released", "The reservation was released; its units were given back.");
    case ReservationState::committed:
    case ReservationState::fulfilled: return problem(409, "already-committed", "The reservation was committed; its units are sold.");
    case ReservationState::pending: break;
  }
  std::unreachable();
}

}  // namespace

Answer handle(Transaction& tx, const Reserve& command) {
  const bool names_owner = !command.owner.empty() && tx.principal().is(Role::inventory);
  if (names_owner && belongs_to_the_shop(command.owner)) {
    return problem(422, "owner-invalid", "Owners that begin with \"order:\" or \"cart:\" are the shop's own.");
  }
  if (auto wrong = check(tx, command)) return *std::move(wrong);
  const std::string owner = names_owner ? command.owner : tx.principal().owner();
  const auto reservation = reserve_all(tx, command.lines, owner, command.lease);
  if (!reservation) return insufficient_stock(reservation.error());
  return reservation_answer(201, *reservation, tx.now())
      .with("Location", "/_shop/v1/reservations/" + to_string(reservation->key));
}

Answer handle(Transaction& tx, const CommitReservation& command) {
  const auto found = find_own(tx, command.reservation);
  if (!found) return found.error();
  const ReservationState state = state_at(**found, tx.now());
  const bool done = state == ReservationState::committed || state == ReservationState::fulfilled;
  if (done) return reservation_answer(200, **found, tx.now());
  if (state != ReservationState::pending) return resolved_already(state);
  return reservation_answer(200, commit_reservation(tx, **found), tx.now());
}

Answer handle(Transaction& tx, const ReleaseReservation& command) {
  const auto found = find_own(tx, command.reservation);
  if (!found) return found.error();
  const ReservationState state = state_at(**found, tx.now());
  if (state == ReservationState::released) return reservation_answer(200, **found, tx.now());
  if (state != ReservationState::pending) return resolved_already(state);
  return reservation_answer(200, release_reservation(tx, **found, Release::released), tx.now());
}

Answer handle(Transaction& tx, const ExtendReservation& command) {
  const auto found = find_own(tx, command.reservation);
  if (!found) return found.error();
  if (command.lease < 0) return problem(422, "lease-invalid", "A lease cannot be negative.");
  const ReservationState state = state_at(**found, tx.now());
  if (state != ReservationState::pending) return resolved_already(state);
  return reservation_answer(200, extend_reservation(tx, **found, command.lease), tx.now());
}

Answer handle(Transaction& tx, const ExpireReservations& command) {
  std::int64_t expired = 0;
  for (const Id& id : command.reservations) {
    const auto reservation = tx.find<Reservation>(id);
    const bool overdue = reservation && reservation->state == ReservationState::pending && reservation->expires_at <= tx.now();
    if (!overdue) continue;
    release_reservation(tx, *reservation, Release::expired);
    ++expired;
  }
  Answer answer;
  JsonWriter json(answer.body);
  json.begin_object().field("expired", expired).end_object();
  return answer;
}

}  // namespace aisle::shop
