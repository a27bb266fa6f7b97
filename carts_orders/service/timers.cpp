#include "carts_orders/service/timers.hpp"

#include <algorithm>


namespace aisle::shop {
namespace {

Request internal(Command command) {
  return {.principal = {.kind = Principal::Kind::internal}, .command = std::move(command)};
}

}  // namespace

void Timers::add(const Reservation& reservation) {
  const auto [entry, fresh] = lease_of_.try_emplace(reservation.key, reservation.expires_at);
  if (!fresh) leases_.erase({entry->second, reservation.key});
  entry->second = reservation.expires_at;
  leases_.emplace(reservation.expires_at, reservation.key);
}

void Timers::committed(const ChangeSet& changes) {
  for (const auto& reservation : changes.of<Reservation>().upserts) {
    if (reservation->state == ReservationState::pending) {
      add(*reservation);
    } else if (const auto found = lease_of_.find(reservation->key); found != lease_of_.end()) {
      leases_.erase({found->second, reservation->key});
      lease_of_.erase(found);
    }
  }
}

Result<std::vector<Request>> Timers::due(EpochMillis now, std::size_t limit) {
  std::vector<Request> requests;
  ExpireReservations expired;
  for (const auto& [expires_at, id] : leases_) {
    if (expires_at > now || expired.reservations.size() == limit) break;
    expired.reservations.push_back(id);
  }
  if (!expired.reservations.empty()) requests.push_back(internal(InventoryCommand{std::move(expired)}));
  for (const std::int64_t job : board_.due("timer", now, limit)) requests.push_back(internal(JobCommand{RunTimer{job}}));
  if (now >= next_sweep_) {
    if (Status swept = sweep(now, limit, requests); !swept) return std::move(swept).error();
  }
  return requests;
}

// A sweep that found as much as it may take looks again at once; the others wait.
Status Timers::sweep(EpochMillis now, std::size_t limit, std::vector<Request>& requests) {
  auto carts = reader_.carts_due(now, limit);
  if (!carts) return std::move(carts).error();
  auto answers = reader_.answers_due(now, limit);
  if (!answers) return std::move(answers).error();
  auto webhooks = reader_.webhooks_received_before(now - settings_.webhook_life, limit);
  if (!webhooks) return std::move(webhooks).error();
  auto parked = reader_.parked_webhooks(limit);
  if (!parked) return std::move(parked).error();
  for (const auto& event : *parked) {  // the earliest first
    if (event->received_at + settings_.parked_webhook_life > now) break;
    webhooks->push_back(event->key);
  }
  const bool more = std::max({carts->size(), answers->size(), webhooks->size()}) >= limit;
  for (const Id& cart : *carts) requests.push_back(internal(CartCommand{ExpireCart{cart}}));
  if (!answers->empty() || !webhooks->empty()) {
    requests.push_back(internal(JobCommand{Tidy{.answers = *std::move(answers), .webhooks = *std::move(webhooks)}}));
  }
  next_sweep_ = more ? now : now + kSweepInterval;
  return {};
}

EpochMillis Timers::next() const {
  EpochMillis next = next_sweep_;
  if (!leases_.empty()) next = std::min(next, leases_.begin()->first);
  if (const auto timer = board_.next_due("timer")) next = std::min(next, *timer);
  return next;
}

}  // namespace aisle::shop
