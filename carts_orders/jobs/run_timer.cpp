// A timer whose time has come.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/order_stock.hpp"
#include "carts_orders/orders/outcomes.hpp"

namespace aisle::shop {
namespace {

/// The lease was extended meanwhile: so is the time to pay.
void wait_on(OrderChange& change, const Job& timer) {
  const auto reservation = change.tx().find<Reservation>(change.order().reservation);
  change.order().payment_due = reservation->expires_at;
  change.note("payment");
  postpone(change.tx(), timer, reservation->expires_at);
}

void payment_due(Transaction& tx, const Job& timer) {
  const auto order = tx.find<Order>(timer.subject);
  if (order && order->due_job == timer.key && order->state == OrderState::payment_pending) {
    OrderChange change(tx, *order);
    if (holds_stock(tx, *order)) {
      wait_on(change, timer);
    } else {
      fail(change, OrderEvent::expire, "payment-timeout");
    }
    change.save();
  } else {
    tx.erase<Job>(timer.key);
  }
}

}  // namespace

Answer handle(Transaction& tx, const RunTimer& command) {
  const auto timer = find_job(tx, command.job, job_kind::kPaymentDue);
  if (timer && timer->run_at <= tx.now()) payment_due(tx, *timer);
  return noted();
}

}  // namespace aisle::shop
