#pragma once
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/testing/simulation/far_provider.hpp"
#include "carts_orders/testing/simulation/outside.hpp"
#include "carts_orders/workers/performer.hpp"

namespace aisle::shop::simulation {

class InterimPerformer final : public Performer {
 public:
  InterimPerformer(PaymentProvider& provider, Carrier& carrier, Outside& outside) : provider_(provider), carrier_(carrier), outside_(outside) {}
  void perform(const Job& job, Report report) override {
    if (job.kind == job_kind::kPaymentCreate) return create(job, *PaymentCreate::decode(job.payload), report);
    if (job.kind == job_kind::kPaymentVoid) return give_up(job, *PaymentVoid::decode(job.payload), report);
    if (job.kind == job_kind::kPaymentRefund) return refund(job, *PaymentRefund::decode(job.payload), report);
    if (job.kind == job_kind::kPaymentPoll) { auto p = *PaymentPoll::decode(job.payload); return poll(job, p.intent, report); }
    if (job.kind == job_kind::kShippingBook) {
      auto p = *ShippingBook::decode(job.payload);
      return carrier_.book({.order = p.order, .shipment = p.shipment, .address = p.address, .lines = p.lines}, [=](Result<Booking> b) {
        if (!b) return report(failed(job, b.error()));
        report({JobCommand(ShipmentBooked{.job = job.key, .order = p.order, .shipment = p.shipment, .carrier = p.carrier, .tracking = b->tracking})});
      });
    }
    if (job.kind == job_kind::kShippingCancel) {
      auto p = *ShippingCancel::decode(job.payload);
      return carrier_.cancel(p.tracking, [=](Status s) {
        if (!s) return report(failed(job, s.error()));
        report({JobCommand(FinishJob{job.key})});
      });
    }
    if (job.kind == job_kind::kShippingTrack) {
      auto p = *ShippingTrack::decode(job.payload);
      return carrier_.track(p.tracking, [=](Result<TrackingReport> t) {
        if (!t) return report(failed(job, t.error()));
        report({JobCommand(ShipmentTracked{.job = job.key, .order = p.order, .shipment = p.shipment, .delivered = t->state == TrackingReport::State::delivered, .detail = t->detail})});
      });
    }
    if (job.kind.starts_with("notify.")) {
      auto p = *Notice::decode(job.payload);
      outside_.got_message(p.idempotency_key());
      return report({JobCommand(NotificationSent{.job = job.key, .order = p.order, .notice = p.marker})});
    }
    report({JobCommand(FinishJob{job.key})});
  }

 private:
  void create(const Job& job, const PaymentCreate& p, Report report) {
    provider_.create_intent({.order = p.order, .attempt = p.attempt, .amount = p.amount, .method = p.method, .key = p.idempotency_key()}, [=](Result<ProviderIntent> i) {
      if (i) return report({PaymentCommand(IntentCreated{.job = job.key, .order = p.order, .attempt = p.attempt, .intent = i->id, .client_secret = i->client_secret})});
      if (i.error().kind == kDeclined) return report({PaymentCommand(IntentRefused{.job = job.key, .order = p.order, .attempt = p.attempt, .failure = i.error().subject})});
      report(failed(job, i.error()));
    });
  }
  void poll(const Job& job, const std::string& intent, Report report) {
    provider_.fetch_intent(intent, [=](Result<ProviderIntent> i) {
      if (!i) return report(failed(job, i.error()));
      report({PaymentCommand(IntentPolled{.job = job.key, .event = event_of("test", *i)})});
    });
  }
  void give_up(const Job& job, const PaymentVoid& p, Report report) {
    provider_.void_intent(p.intent, [=, this](Result<ProviderIntent> i) {
      if (i) return report({PaymentCommand(IntentVoided{.job = job.key, .order = p.order, .attempt = p.attempt})});
      if (i.error().kind == kNotVoidable) return poll(job, p.intent, report);
      report(failed(job, i.error()));
    });
  }
  void refund(const Job& job, const PaymentRefund& p, Report report) {
    const RefundRequest request{.order = p.order, .refund = p.refund, .intent = p.intent, .amount = p.amount, .key = p.idempotency_key()};
    const auto tell = [=](Result<ProviderRefund> r) {
      if (!r) return report(failed(job, r.error()));
      if (r->status == ProviderRefund::Status::failed) {
        return report({PaymentCommand(ApplyProviderEvent{.event = event_of("test", *r, request), .payload = {}}), JobCommand(FinishJob{job.key})});
      }
      report({PaymentCommand(RefundAccepted{.job = job.key, .order = p.order, .refund = p.refund, .provider_refund = r->id, .settled = r->status == ProviderRefund::Status::succeeded})});
    };
    if (!p.provider_refund.empty()) return provider_.fetch_refund(p.provider_refund, tell);
    provider_.refund(request, tell);
  }
  PaymentProvider& provider_;
  Carrier& carrier_;
  Outside& outside_;
};

}  // namespace aisle::shop::simulation
