#include "carts_orders/jobs/job_kinds.hpp"

#include <array>
#include <cassert>

namespace aisle::shop {
namespace {

using Tries = JobKind::Tries;

// What an order waits for is tried every ten minutes at least, so that all is settled half an hour after whatever was
// down is up again.
constexpr std::array kKinds = {
    JobKind{job_kind::kPaymentCreate, "payment", Tries::payment, kSecond, kMinute},
    JobKind{job_kind::kPaymentVoid, "payment", Tries::endless, kSecond, 10 * kMinute},
    JobKind{job_kind::kPaymentRefund, "payment", Tries::endless, kSecond, 10 * kMinute},
    JobKind{job_kind::kPaymentPoll, "payment", Tries::endless, 10 * kSecond, 10 * kMinute},
    JobKind{job_kind::kShippingBook, "shipping", Tries::notification, kSecond, 10 * kMinute},
    JobKind{job_kind::kShippingCancel, "shipping", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kShippingTrack, "shipping", Tries::endless, 10 * kSecond, 10 * kMinute},
    JobKind{job_kind::kNotifyConfirmation, "notification", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kNotifyPaymentFailed, "notification", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kNotifyShipped, "notification", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kNotifyRefunded, "notification", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kWebhookDeliver, "notification", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kLowStock, "inventory", Tries::notification, kSecond, kHour},
    JobKind{job_kind::kPaymentDue, "timer", Tries::endless, kSecond, kSecond},
};

}  // namespace

const JobKind* find_job_kind(std::string_view kind) {
  for (const JobKind& known : kKinds) {
    if (known.kind == kind) return &known;
  }
  return nullptr;
}

std::int32_t tries_of(const JobKind& kind, const ShopSettings& settings) {
  switch (kind.tries) {
    case Tries::payment: return settings.payment_attempts;
    case Tries::notification: return settings.notification_attempts;
    case Tries::endless: return 0;
  }
  return 0;
}

Job make_job(std::string_view kind, const Id& subject, std::string payload, EpochMillis run_at) {
  const JobKind* known = find_job_kind(kind);
  assert(known != nullptr && "a job was recorded of a kind that nobody does");
  Job job;
  job.queue = known->queue;
  job.kind = kind;
  job.subject = subject;
  job.payload = std::move(payload);
  job.run_at = run_at;
  return job;
}

Job make_job(const Notice& notice, const Id& subject, EpochMillis run_at) {
  return make_job(notice.kind(), subject, notice.encode(), run_at);
}

}  // namespace aisle::shop
