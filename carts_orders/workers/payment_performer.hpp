#pragma once
// Queue "payment": asks providers for intents, voids and refunds, and how they stand.

#include <map>
#include <string>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/workers/lifeline.hpp"
#include "carts_orders/workers/performer.hpp"

namespace aisle::shop {

/// Lives on one executor. The providers, by the names that orders record, must outlive it.
class PaymentPerformer final : public Performer {
 public:
  explicit PaymentPerformer(std::map<std::string, PaymentProvider*> providers) : providers_(std::move(providers)) {}
  void perform(const Job& job, Report report) override;

 private:
  void create(const Job& job, const PaymentCreate& asked, PaymentProvider& provider, Report report);
  void give_up(const Job& job, const PaymentVoid& asked, PaymentProvider& provider, Report report);
  void refund(const Job& job, const PaymentRefund& asked, PaymentProvider& provider, Report report);
  void poll(const Job& job, const PaymentPoll& asked, PaymentProvider& provider, Report report);
  void fetch(const Job& job, const std::string& intent, PaymentProvider& provider, Report report);
  template <class Payload>
  void dispatch(const Job& job, Report report,
                void (PaymentPerformer::*act)(const Job&, const Payload&, PaymentProvider&, Report));

  const std::map<std::string, PaymentProvider*> providers_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
