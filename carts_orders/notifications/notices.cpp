#include "carts_orders/notifications/notices.hpp"

#include <algorithm>

#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {
namespace {

Notice notice_of(const Order& order, std::string notice, std::string marker) {
  return {.order = order.key,
          .notice = std::move(notice),
          .marker = std::move(marker),
          .email = order.email,
          .amount = {order.total, order.currency},
          .carrier = {},
          .tracking = {},
          .reason = order.reason};
}

void send(OrderChange& change, const Notice& notice) {
  if (std::ranges::find(change.order().notified, notice.marker) != change.order().notified.end()) return;
  change.tx().enqueue(make_job(notice, change.order().key));
}

}  // namespace

void notify_confirmed(OrderChange& change) { send(change, notice_of(change.order(), "confirmation", "confirmation")); }

void notify_payment_failed(OrderChange& change) {
  send(change, notice_of(change.order(), "payment_failed", "payment_failed"));
}

void notify_shipped(OrderChange& change, const Shipment& shipment) {
  Notice notice = notice_of(change.order(), "shipped", "shipped:" + to_string(shipment.id));
  notice.carrier = shipment.carrier;
  notice.tracking = shipment.tracking;
  send(change, notice);
}

void notify_refunded(OrderChange& change, const Refund& refund) {
  Notice notice = notice_of(change.order(), "refunded", "refunded:" + to_string(refund.id));
  notice.amount.amount = refund.amount;
  for (const PaymentAttempt& payment : change.order().payments) {
    if (payment.number == refund.attempt) notice.amount.currency = payment.currency;
  }
  notice.reason = refund.reason;
  send(change, notice);
}

}  // namespace aisle::shop
