#include "bench/store/rocks_keys.hpp"

namespace aisle::bench {

using namespace shop;
using Keys = std::vector<std::string>;

Keys index_keys(const Reservation& reservation) {
  if (reservation.state != ReservationState::pending) return {};
  return {KeyWriter(kPendingReservations).id(reservation.key).take()};
}

Keys index_keys(const Cart& cart) {
  if (cart.state != CartState::active || cart.expires_at == 0) return {};
  return {KeyWriter(kCartsByEnd).number(cart.expires_at).id(cart.key).take()};
}

Keys index_keys(const Order& order) { return {KeyWriter(kOrdersByOwner).text(order.owner).id(order.key).take()}; }

Keys index_keys(const Job& job) {
  if (job.state != Job::State::dead) return {};
  return {KeyWriter(kDeadJobs).text(job.queue).number(job.key).take()};
}

Keys index_keys(const StoredAnswer& answer) { return {KeyWriter(kAnswersByEnd).number(answer.expires_at).rest(answer.key).take()}; }

Keys index_keys(const WebhookEvent& event) {
  Keys keys = {KeyWriter(kWebhooksByTime).number(event.received_at).rest(event.key).take()};
  if (event.parked) keys.push_back(KeyWriter(kParkedWebhooks).number(event.received_at).rest(event.key).take());
  return keys;
}

Keys index_keys(const Event& event) {
  if (event.subject.is_null()) return {};
  return {KeyWriter(kEventsBySubject).id(event.subject).number(event.number).take()};
}

Keys index_keys(const LedgerEntry& entry) { return {KeyWriter(kLedgerBySku).text(entry.stock.sku).number(entry.number).take()}; }

}  // namespace aisle::bench
