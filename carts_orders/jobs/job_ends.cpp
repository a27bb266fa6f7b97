#include "carts_orders/jobs/job_ends.hpp"

#include <algorithm>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/attempts.hpp"
#include "carts_orders/shipping/shipments.hpp"

namespace aisle::shop {
namespace {

constexpr std::string_view kUnreachable = "provider-unreachable";

/// Nobody knows of an intent, and nobody was given its secret: the attempt counts as failed. The order waits on, for
/// another payment or the end of its time; one that is being cancelled need not wait. Money that comes after all is
/// late money.
void payment_create_died(OrderChange& change, const PaymentCreate& create) {
  PaymentAttempt* attempt = find_attempt(change.order(), create.attempt);
  if (attempt == nullptr || !is_open(*attempt) || !attempt->intent.empty()) return;
  attempt->failure = kUnreachable;
  close_attempt(change, *attempt, PaymentAttempt::State::failed);
  settle(change);
}

void payment_create_requeued(OrderChange& change, const PaymentCreate& create) {
  PaymentAttempt* attempt = find_attempt(change.order(), create.attempt);
  const bool is_wanted = attempt != nullptr && attempt->failure == kUnreachable && attempt->intent.empty() &&
                         change.order().state == OrderState::payment_pending && !any_hopeful(change.order());
  if (!is_wanted) return;
  attempt->failure.clear();
  attempt->state = PaymentAttempt::State::creating;
  change.note("payment");
}

void shipping_book_died(OrderChange& change, const ShippingBook& book) {
  Shipment* shipment = find_shipment(change.order(), book.shipment);
  if (shipment == nullptr || shipment->state != Shipment::State::requested) return;
  shipment->state = Shipment::State::cancelled;
  change.note("shipment");
}

/// The parcel is wanted again, unless its units went into another one meanwhile.
void shipping_book_requeued(OrderChange& change, const ShippingBook& book) {
  Shipment* shipment = find_shipment(change.order(), book.shipment);
  if (shipment == nullptr || shipment->state != Shipment::State::cancelled || !can_ship(change.order())) return;
  const std::vector<ShippedLine> left = unassigned_lines(change.order());
  const bool fits = std::ranges::all_of(shipment->lines, [&](const ShippedLine& line) {
    const auto same = std::ranges::find(left, line.sku, &ShippedLine::sku);
    return same != left.end() && line.quantity <= same->quantity;
  });
  if (!fits) return;
  shipment->state = Shipment::State::requested;
  change.note("shipment");
}

void announce(Transaction& tx, const Job& job) {
  std::string data;
  JsonWriter json(data);
  json.begin_object();
  json.field("job", job.key);
  json.field("queue", std::string_view(job.queue));
  json.field("kind", std::string_view(job.kind));
  json.field("error", std::string_view(job.last_error));
  json.end_object();
  tx.emit("job.dead", job.subject, std::move(data));
}

/// Calls `act(change, payload)` for a job of that kind whose order exists.
template <class Payload, class Act>
void for_order(Transaction& tx, const Job& job, Act&& act) {
  if (job.kind != Payload::kKind) return;
  const auto payload = Payload::decode(job.payload);
  const auto order = tx.find<Order>(job.subject);
  if (!payload || !order) return;
  OrderChange change(tx, *order);
  act(change, *payload);
  change.save();
}

}  // namespace

void on_dead_job(Transaction& tx, const Job& job) {
  announce(tx, job);
  for_order<PaymentCreate>(tx, job, payment_create_died);
  for_order<ShippingBook>(tx, job, shipping_book_died);
}

void on_requeued_job(Transaction& tx, const Job& job) {
  for_order<PaymentCreate>(tx, job, payment_create_requeued);
  for_order<ShippingBook>(tx, job, shipping_book_requeued);
}

}  // namespace aisle::shop
