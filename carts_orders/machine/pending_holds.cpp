#include "carts_orders/machine/pending_holds.hpp"

namespace aisle::shop {

void PendingHolds::note(const Pointer& record) {
  const auto found = held_.find(record->key);
  const Pointer before = found == held_.end() ? nullptr : found->second;
  const Pointer after = record->state == ReservationState::pending ? record : nullptr;
  if (!before && !after) return;
  journal_.emplace_back(record->key, before);
  replace(record->key, before, after);
}

std::int64_t PendingHolds::overdue_units(const StockKey& stock, EpochMillis now, std::int64_t enough) const {
  const auto found = by_stock_.find(stock);
  if (found == by_stock_.end()) return 0;
  std::int64_t units = 0;
  for (auto it = found->second.begin(); it != found->second.end() && it->first.first <= now && units < enough; ++it) {
    units += it->second;
  }
  return units;
}

PendingHolds::Pointer PendingHolds::first_overdue(const StockKey& stock, EpochMillis now) const {
  const auto found = by_stock_.find(stock);
  if (found == by_stock_.end() || found->second.empty()) return nullptr;
  const Due& first = found->second.begin()->first;
  return first.first <= now ? held_.at(first.second) : nullptr;
}

void PendingHolds::commit() {
  journal_.clear();
  marked_ = 0;
}

void PendingHolds::discard() {
  roll_back_to(0);
  marked_ = 0;
}

void PendingHolds::replace(const Id& key, const Pointer& before, const Pointer& after) {
  if (before) remove(*before);
  if (after) add(*after);
  if (after) {
    held_.insert_or_assign(key, after);
  } else {
    held_.erase(key);
  }
}

void PendingHolds::add(const Reservation& reservation) {
  const Due due{reservation.expires_at, reservation.key};
  for (const ReservedLine& line : reservation.lines) {
    std::map<Due, std::int64_t>& units = by_stock_[line.stock];
    units.insert_or_assign(units.end(), due, line.quantity);
  }
}

void PendingHolds::remove(const Reservation& reservation) {
  const Due due{reservation.expires_at, reservation.key};
  for (const ReservedLine& line : reservation.lines) by_stock_.at(line.stock).erase(due);
}

void PendingHolds::roll_back_to(std::size_t length) {
  while (journal_.size() > length) {
    auto [key, before] = std::move(journal_.back());
    journal_.pop_back();
    const auto found = held_.find(key);
    replace(key, found == held_.end() ? nullptr : found->second, before);
  }
}

}  // namespace aisle::shop
