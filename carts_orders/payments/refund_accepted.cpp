// The provider took a refund: settled, or on its way, and then asked for again until it is.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/payments/payment_events.hpp"
#include "carts_orders/payments/refunds.hpp"

namespace aisle::shop {
namespace {

/// The job goes on, and knows what to ask for.
void ask_again(Transaction& tx, const Job& job, const std::string& provider_refund) {
  auto payload = PaymentRefund::decode(job.payload);
  if (!payload) return;
  payload->provider_refund = provider_refund;
  Job later = job;
  later.payload = payload->encode();
  postpone(tx, later, tx.now() + tx.settings().payment_poll_every);
}

/// Returns whether the refund still is on its way.
bool record(Transaction& tx, const RefundAccepted& report) {
  const auto order = tx.find<Order>(report.order);
  if (!order) return false;
  OrderChange change(tx, *order);
  Refund* refund = find_refund(change.order(), report.refund);
  if (refund == nullptr) return false;
  if (!report.provider_refund.empty() && refund->provider_refund != report.provider_refund) {
    refund->provider_refund = report.provider_refund;
    change.note("refund");
  }
  if (report.settled) refund_succeeded(change, report.refund);
  const bool is_pending = refund->state == Refund::State::pending;
  after_refund(change);
  change.save();
  return is_pending;
}

}  // namespace

Answer handle(Transaction& tx, const RefundAccepted& command) {
  const auto job = find_job(tx, command.job, job_kind::kPaymentRefund);
  const bool is_pending = record(tx, command);
  if (job && is_pending) {
    ask_again(tx, *job, command.provider_refund);
  } else if (job) {
    tx.erase<Job>(job->key);
  }
  return noted();
}

}  // namespace aisle::shop
