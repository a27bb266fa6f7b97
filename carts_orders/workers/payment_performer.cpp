#include "carts_orders/workers/payment_performer.hpp"

#include <utility>

namespace aisle::shop {
namespace {

template <class T>
Outcome only(T command) {
  return {Command(PaymentCommand(std::move(command)))};
}

/// A failed refund is news of the provider's, as a webhook would have told it; then the job has nothing left to do.
Outcome outcome_of(const Job& job, const PaymentRefund& asked, const RefundRequest& request, const ProviderRefund& refund,
                   std::string_view provider) {
  RefundAccepted accepted{.job = job.key, .order = asked.order, .refund = asked.refund, .provider_refund = refund.id};
  accepted.settled = refund.status == ProviderRefund::Status::succeeded;
  if (refund.status != ProviderRefund::Status::failed) return only(std::move(accepted));
  ApplyProviderEvent news{.event = event_of(provider, refund, request), .payload = {}};
  return {Command(PaymentCommand(std::move(news))), Command(PaymentCommand(std::move(accepted)))};
}

}  // namespace

template <class Payload>
void PaymentPerformer::dispatch(const Job& job, Report report,
                                void (PaymentPerformer::*act)(const Job&, const Payload&, PaymentProvider&, Report)) {
  const auto payload = Payload::decode(job.payload);
  if (!payload) return report(poisoned(job, payload.error().message));
  const auto provider = providers_.find(payload->provider);
  if (provider == providers_.end()) {
    // It may be configured again tomorrow.
    return report(failed(job, Error(ErrorCode::unavailable, "no such payment provider", {}, payload->provider)));
  }
  (this->*act)(job, *payload, *provider->second, std::move(report));
}

void PaymentPerformer::perform(const Job& job, Report report) {
  if (job.kind == job_kind::kPaymentCreate) return dispatch<PaymentCreate>(job, std::move(report), &PaymentPerformer::create);
  if (job.kind == job_kind::kPaymentVoid) return dispatch<PaymentVoid>(job, std::move(report), &PaymentPerformer::give_up);
  if (job.kind == job_kind::kPaymentRefund) return dispatch<PaymentRefund>(job, std::move(report), &PaymentPerformer::refund);
  if (job.kind == job_kind::kPaymentPoll) return dispatch<PaymentPoll>(job, std::move(report), &PaymentPerformer::poll);
  report(poisoned(job, "nobody does jobs of kind " + job.kind));
}

void PaymentPerformer::create(const Job& job, const PaymentCreate& asked, PaymentProvider& provider, Report report) {
  const IntentRequest request{asked.order, asked.attempt, asked.amount, asked.method, asked.idempotency_key()};
  provider.create_intent(request, lifeline_.guard([job, asked, report](const Result<ProviderIntent>& intent) {
    if (intent) return report(only(IntentCreated{job.key, asked.order, asked.attempt, intent->id, intent->client_secret}));
    const Error& error = intent.error();
    if (is_transient(error)) return report(failed(job, error));
    report(only(IntentRefused{job.key, asked.order, asked.attempt, error.subject.empty() ? "refused" : error.subject}));
  }));
}

void PaymentPerformer::give_up(const Job& job, const PaymentVoid& asked, PaymentProvider& provider, Report report) {
  provider.void_intent(asked.intent, lifeline_.guard([this, job, asked, &provider, report](const Result<ProviderIntent>& intent) {
    if (intent) return report(only(IntentVoided{job.key, asked.order, asked.attempt}));
    // Too late: what it captured, or will, is what the order must know.
    if (intent.error().kind == kNotVoidable) return fetch(job, asked.intent, provider, report);
    report(failed(job, intent.error()));
  }));
}

void PaymentPerformer::refund(const Job& job, const PaymentRefund& asked, PaymentProvider& provider, Report report) {
  const RefundRequest request{asked.order, asked.refund, asked.intent, asked.amount, asked.idempotency_key()};
  auto done = lifeline_.guard([job, asked, request, &provider, report](const Result<ProviderRefund>& refund) {
    if (refund) return report(outcome_of(job, asked, request, *refund, provider.name()));
    report(failed(job, refund.error()));
  });
  if (asked.provider_refund.empty()) {
    provider.refund(request, std::move(done));
  } else {
    provider.fetch_refund(asked.provider_refund, std::move(done));
  }
}

void PaymentPerformer::poll(const Job& job, const PaymentPoll& asked, PaymentProvider& provider, Report report) {
  fetch(job, asked.intent, provider, std::move(report));
}

void PaymentPerformer::fetch(const Job& job, const std::string& id, PaymentProvider& provider, Report report) {
  provider.fetch_intent(id, lifeline_.guard([job, &provider, report](const Result<ProviderIntent>& intent) {
    if (intent) return report(only(IntentPolled{job.key, event_of(provider.name(), *intent)}));
    report(failed(job, intent.error()));
  }));
}

}  // namespace aisle::shop
