// Nothing waits for nothing: whatever is open has a job that carries it on, waiting or dead.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "carts_orders/fsck/checks.hpp"
#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop::fsck {
namespace {

/// The work that jobs carry on, of all orders.
struct Work {
  std::set<std::pair<Id, std::int32_t>> payments;  ///< order and number of attempt
  std::set<Id> refunds;
  std::set<Id> shipments;
};

void note(Work& work, const Job& job, FsckReport& report) {
  const auto unreadable = [&] { report.add("I8", fmt::format("Job {} ({}) carries what cannot be read.", job.key, job.kind)); };
  const auto with = [&]<class Payload>(const Result<Payload>& payload, auto&& act) { payload ? act(*payload) : unreadable(); };
  const auto payment = [&](const auto& payload) { work.payments.emplace(payload.order, payload.attempt); };
  if (job.kind == job_kind::kPaymentCreate) with(PaymentCreate::decode(job.payload), payment);
  if (job.kind == job_kind::kPaymentVoid) with(PaymentVoid::decode(job.payload), payment);
  if (job.kind == job_kind::kPaymentPoll) with(PaymentPoll::decode(job.payload), payment);
  if (job.kind == job_kind::kPaymentRefund) {
    with(PaymentRefund::decode(job.payload), [&](const PaymentRefund& refund) { work.refunds.insert(refund.refund); });
  }
  if (job.kind == job_kind::kShippingBook) {
    with(ShippingBook::decode(job.payload), [&](const ShippingBook& book) { work.shipments.insert(book.shipment); });
  }
}

void check_job(const ShopContents& contents, const Job& job, FsckReport& report) {
  const JobKind* kind = find_job_kind(job.kind);
  if (kind == nullptr || kind->queue != job.queue) {
    report.add("I8", fmt::format("Job {} of kind '{}' waits in queue '{}', where nobody does it.", job.key, job.kind, job.queue));
  }
  if (job.key <= 0 || job.key > contents.last_job) {
    report.add("I8", fmt::format("Job {} has a number that was never given; the last was {}.", job.key, contents.last_job));
  }
}

bool is_open(const PaymentAttempt& attempt) {
  return attempt.state == PaymentAttempt::State::creating || attempt.state == PaymentAttempt::State::pending ||
         attempt.state == PaymentAttempt::State::voiding;
}

void check_open_parts(const Order& order, const Work& work, FsckReport& report) {
  const std::string id = to_string(order.key);
  for (const PaymentAttempt& attempt : order.payments) {
    if (is_open(attempt) && !work.payments.contains({order.key, attempt.number})) {
      report.add("I8", fmt::format("Payment {} of order {} is {}, and no job carries it on.", attempt.number, id, to_string(attempt.state)));
    }
  }
  for (const Refund& refund : order.refunds) {
    if (refund.state == Refund::State::pending && !work.refunds.contains(refund.id)) {
      report.add("I8", fmt::format("Refund {} of order {} is pending, and no job carries it on.", to_string(refund.id), id));
    }
  }
  for (const Shipment& shipment : order.shipments) {
    if (shipment.state == Shipment::State::requested && !work.shipments.contains(shipment.id)) {
      report.add("I8", fmt::format("Shipment {} of order {} is requested, and no job carries it on.", to_string(shipment.id), id));
    }
  }
}

void check_named_job(const ShopContents& contents, const Order& order, std::int64_t number, std::string_view kind, FsckReport& report) {
  if (number == 0) return;
  const auto job = contents.find<Job>(number);
  if (job && job->kind == kind && job->subject == order.key) return;
  report.add("I8", fmt::format("Order {} relies on job {} ({}), which is not there.", to_string(order.key), number, kind));
}

/// Why an order of that state does not end by itself; empty: it does, or people decide.
std::string stuck(const Order& order) {
  const bool has_open_payment = std::ranges::any_of(order.payments, is_open);
  const bool has_open_refund = std::ranges::any_of(order.refunds, [](const Refund& refund) { return refund.state == Refund::State::pending; });
  switch (order.state) {
    case OrderState::created:
    case OrderState::reserved:
    case OrderState::paid:
    case OrderState::late_paid: return "a state that no commit leaves an order in";
    case OrderState::payment_pending: return order.due_job == 0 ? "without the timer that ends it" : "";
    case OrderState::cancelling: return has_open_payment || has_open_refund ? "" : "with nothing left to wait for";
    case OrderState::refund_pending: return has_open_refund ? "" : "with no refund pending";
    default: return order.due_job != 0 ? "with a timer for a payment that nobody waits for" : "";
  }
}

}  // namespace

void check_work(const ShopContents& contents, FsckReport& report) {
  Work work;
  for (const auto& [number, job] : contents.of<Job>()) {
    check_job(contents, *job, report);
    note(work, *job, report);
  }
  for (const auto& [id, order] : contents.of<Order>()) {
    check_open_parts(*order, work, report);
    check_named_job(contents, *order, order->due_job, job_kind::kPaymentDue, report);
    for (const PaymentAttempt& attempt : order->payments) check_named_job(contents, *order, attempt.poll_job, job_kind::kPaymentPoll, report);
    if (const std::string why = stuck(*order); !why.empty()) {
      report.add("I8", fmt::format("Order {} is {}, {}.", to_string(id), to_string(order->state), why));
    }
  }
}

}  // namespace aisle::shop::fsck
