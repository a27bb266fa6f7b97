#include "tests/torture/outside_world.hpp"

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <utility>

#include "base/hash.hpp"
#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::torture {
namespace {

using namespace aisle::shop;

constexpr EpochMillis kLease = 10 * kSecond;
constexpr std::string_view kProvider = "test";

ProviderEvent::Type outcome_of(const Id& order) {
  const std::uint64_t chance = std::hash<Id>{}(order) % 20;
  if (chance < 15) return ProviderEvent::Type::payment_succeeded;
  return chance < 18 ? ProviderEvent::Type::payment_failed : ProviderEvent::Type::other;
}

std::string intent_of(const Id& order, std::int32_t attempt) { return fmt::format("pi_{}_{}", to_string(order), attempt); }

ProviderEvent event_of(const Id& order, std::int32_t attempt, const Money& amount) {
  ProviderEvent event{.provider = std::string(kProvider), .type = outcome_of(order), .intent = intent_of(order, attempt), .order = order};
  event.id = "evt_" + event.intent;
  event.amount = amount.amount;
  event.currency = amount.currency.code();
  if (event.type == ProviderEvent::Type::payment_failed) event.failure = "card_declined";
  return event;
}

/// The total that an intent was made over.
Money amount_of(TortureShop& torture, const Id& order) {
  const auto found = torture.shop().reader().order(order);
  return found && *found ? Money{(*found)->total, (*found)->currency} : Money{};
}

/// What the outside says about a job, as the command that settles it.
Command report_of(TortureShop& torture, const Job& job) {
  if (job.kind == job_kind::kPaymentVoid) {
    const auto asked = *PaymentVoid::decode(job.payload);
    if (outcome_of(asked.order) != ProviderEvent::Type::payment_succeeded) {
      return PaymentCommand{IntentVoided{.job = job.key, .order = asked.order, .attempt = asked.attempt}};
    }
    return PaymentCommand{IntentPolled{job.key, event_of(asked.order, asked.attempt, amount_of(torture, asked.order))}};
  }
  if (job.kind == job_kind::kPaymentPoll) {
    const auto asked = *PaymentPoll::decode(job.payload);
    return PaymentCommand{IntentPolled{job.key, event_of(asked.order, asked.attempt, amount_of(torture, asked.order))}};
  }
  if (job.kind == job_kind::kPaymentRefund) {
    const auto asked = *PaymentRefund::decode(job.payload);
    return PaymentCommand{RefundAccepted{.job = job.key, .order = asked.order, .refund = asked.refund,
                                         .provider_refund = "re_" + to_string(asked.refund), .settled = true}};
  }
  if (job.kind == job_kind::kShippingBook) {
    const auto asked = *ShippingBook::decode(job.payload);
    return JobCommand{ShipmentBooked{.job = job.key, .order = asked.order, .shipment = asked.shipment, .carrier = "test",
                                     .tracking = "T" + to_string(asked.shipment)}};
  }
  if (job.kind == job_kind::kShippingTrack) {
    const auto asked = *ShippingTrack::decode(job.payload);
    return JobCommand{ShipmentTracked{.job = job.key, .order = asked.order, .shipment = asked.shipment, .delivered = true}};
  }
  if (job.kind.starts_with("notify.")) {
    const auto asked = *Notice::decode(job.payload);
    return JobCommand{NotificationSent{.job = job.key, .order = asked.order, .notice = asked.marker}};
  }
  return JobCommand{FinishJob{job.key}};
}

}  // namespace

OutsideWorld::OutsideWorld(TortureShop& torture, int threads) : torture_(torture) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

OutsideWorld::~OutsideWorld() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void OutsideWorld::work() {
  while (!stop_) {
    if (!work_once()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

bool OutsideWorld::work_once() {
  bool any = false;
  for (const std::string_view queue : {"payment", "shipping", "notification", "inventory"}) {
    const auto job = torture_.shop().jobs().take(queue, torture_.shop().now(), kLease);
    if (!job) continue;
    any = true;
    torture_.points().visit("taken " + job->kind);
    perform(*job);
    torture_.points().visit("reported " + job->kind);
  }
  return any;
}

void OutsideWorld::perform(const Job& job) {
  if (job.kind == job_kind::kPaymentCreate) return create_intent(job);
  report(report_of(torture_, job));
}

/// The provider's webhook may come before the worker has reported the intent; here it does for every other order.
void OutsideWorld::create_intent(const Job& job) {
  const auto asked = *PaymentCreate::decode(job.payload);
  const std::string intent = intent_of(asked.order, asked.attempt);
  const Command created = PaymentCommand{IntentCreated{job.key, asked.order, asked.attempt, intent, "secret"}};
  const Command webhook = PaymentCommand{ApplyProviderEvent{.event = event_of(asked.order, asked.attempt, asked.amount)}};
  const bool webhook_first = std::hash<Id>{}(asked.order) % 2 == 0;
  report(webhook_first ? webhook : created);
  torture_.points().visit("between intent and webhook");
  report(webhook_first ? created : webhook);
}

void OutsideWorld::report(Command command) {
  const Answer answer = torture_.call(std::move(command));
  if (answer.failed() && !says_later(answer)) log_line(fmt::format("report-failed {} {}", answer.status, answer.body));
}

}  // namespace aisle::torture
