// Each reservation against the ledger entries that name it, and against who holds it.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

/// What the ledger moved for one reservation, in units over all lines.
struct Moves {
  std::int64_t reserved = 0;   ///< reserve less release, expire and commit
  std::int64_t committed = 0;  ///< commit
  std::int64_t expired = 0;
  std::int64_t shipped = 0;
  std::int64_t restocked = 0;
};

void count(Moves& moves, const LedgerEntry& entry) {
  moves.reserved += entry.reserved;
  if (entry.kind == "commit") moves.committed += entry.committed;
  if (entry.kind == "expire") moves.expired -= entry.reserved;
  if (entry.kind == "ship") moves.shipped -= entry.on_hand;
  if (entry.kind == "restock") moves.restocked -= entry.committed;
}

std::unordered_map<std::string, Moves> moves_of(const ShopContents& contents) {
  std::unordered_map<std::string, Moves> moves;
  for (const LedgerEntry& entry : contents.ledger) {
    if (entry.reserved != 0 || entry.committed != 0) count(moves[entry.reference], entry);
  }
  return moves;
}

Moves expected_of(const Reservation& reservation) {
  Moves units;
  for (const ReservedLine& line : reservation.lines) {
    units.reserved += line.quantity;
    units.shipped += line.shipped;
  }
  const std::int64_t all = units.reserved;
  switch (reservation.state) {
    case ReservationState::pending: return {.reserved = all};
    case ReservationState::committed: return {.committed = all, .shipped = units.shipped};
    case ReservationState::fulfilled: return {.committed = all, .shipped = all};
    case ReservationState::restocked: return {.committed = all, .shipped = units.shipped, .restocked = all - units.shipped};
    case ReservationState::expired: return {.expired = all};
    case ReservationState::released: return {};
  }
  return {};
}

std::string say(const Moves& moves) {
  return fmt::format("holds {}, sold {}, expired {}, shipped {}, restocked {}", moves.reserved, moves.committed, moves.expired,
                     moves.shipped, moves.restocked);
}

void check_resolution(const Reservation& reservation, const Moves& moved, FsckReport& report) {
  const Moves expected = expected_of(reservation);
  const bool same = expected.reserved == moved.reserved && expected.committed == moved.committed && expected.expired == moved.expired &&
                    expected.shipped == moved.shipped && expected.restocked == moved.restocked;
  if (same) return;
  report.add("I3", fmt::format("Reservation {} is {} ({}), but for it the ledger {}.", to_string(reservation.key),
                               to_string(reservation.state), say(expected), say(moved)));
}

void check_lines(const Reservation& reservation, FsckReport& report) {
  for (std::size_t at = 0; at < reservation.lines.size(); ++at) {
    const ReservedLine& line = reservation.lines[at];
    if (line.quantity <= 0 || line.shipped < 0 || line.shipped > line.quantity) {
      report.add("I3", fmt::format("Reservation {} holds {} units of {}, of which {} were shipped.", to_string(reservation.key),
                                   line.quantity, line.stock.sku, line.shipped));
    }
    if (at > 0 && !(reservation.lines[at - 1].stock < line.stock)) {
      report.add("I3", fmt::format("Reservation {} names {} twice or out of order.", to_string(reservation.key), line.stock.sku));
    }
  }
}

std::optional<Id> id_after(std::string_view prefix, std::string_view owner) {
  return owner.starts_with(prefix) ? parse_id(owner.substr(prefix.size())) : std::nullopt;
}

bool is_held_by_someone(const ShopContents& contents, const Reservation& reservation) {
  if (const auto id = id_after("order:", reservation.owner)) {
    const auto order = contents.find<Order>(*id);
    return order && order->reservation == reservation.key;
  }
  if (const auto id = id_after("cart:", reservation.owner)) {
    const auto cart = contents.find<Cart>(*id);
    return cart && cart->hold == reservation.key;
  }
  return true;  // of a service, which knows of it
}

/// The latest time that the records tell of.
EpochMillis last_time(const ShopContents& contents) {
  const EpochMillis moved = contents.ledger.empty() ? 0 : contents.ledger.back().at;
  const EpochMillis told = contents.events.empty() ? 0 : contents.events.back().at;
  return std::max(moved, told);
}

/// A lease that ran out and was not swept yet: whoever held it may have gone on without it.
bool is_overdue(const Reservation& reservation, EpochMillis now) {
  return reservation.state == ReservationState::pending && reservation.expires_at <= now;
}

void check_holder(const ShopContents& contents, const Reservation& reservation, const CheckOptions& options, FsckReport& report) {
  if (!is_overdue(reservation, last_time(contents)) && !is_held_by_someone(contents, reservation)) {
    report.add("I5", fmt::format("Reservation {} is {} for {}, which does not know of it.", to_string(reservation.key),
                                 to_string(reservation.state), reservation.owner));
  }
  if (options.now && is_overdue(reservation, *options.now - options.lag - 1)) {
    report.add("I5", fmt::format("Reservation {} of {} should have expired {} ms ago.", to_string(reservation.key), reservation.owner,
                                 *options.now - reservation.expires_at));
  }
}

}  // namespace

void check_reservations(const ShopContents& contents, const CheckOptions& options, FsckReport& report) {
  auto moves = moves_of(contents);
  for (const auto& [id, reservation] : contents.of<Reservation>()) {
    check_lines(*reservation, report);
    check_resolution(*reservation, moves[to_string(id)], report);
    const bool is_live = reservation->state == ReservationState::pending || reservation->state == ReservationState::committed;
    if (is_live) check_holder(contents, *reservation, options, report);
    moves.erase(to_string(id));
  }
  for (const auto& [reference, moved] : moves) {
    report.add("I3", fmt::format("The ledger moves claims for '{}' ({}), which is no reservation.", reference, say(moved)));
  }
}

}  // namespace aisle::shop::fsck
