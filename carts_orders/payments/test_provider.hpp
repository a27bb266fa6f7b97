#pragma once
// The built-in payment provider: behaves as a real one on a bad day, by script (test_script.hpp) or by seeded chance,
// and keeps books of its own, by which the shop's can be checked.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "carts_orders/id.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/payments/test_ledger.hpp"
#include "carts_orders/payments/test_script.hpp"
#include "carts_orders/payments/test_webhooks.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/journal.hpp"
#include "carts_orders/workers/lifeline.hpp"

namespace aisle::shop {

/// What goes wrong beside the scripts: chances from 0 to 1, by the seed.
struct TestChaos {
  // Of one call.
  double api_error = 0;     ///< fails without effect
  double lost_answer = 0;   ///< takes effect and fails
  double hang = 0;          ///< takes effect, and the caller's patience ends
  EpochMillis longest_answer = 0;
  // Of one intent; what its own script says goes first.
  double decline = 0;
  double late = 0;          ///< cannot be stopped
  double wrong_amount = 0;
  double duplicate = 0;
  double reorder = 0;
  double lost_webhook = 0;
  double forged_webhook = 0;
  double refund_fail = 0;
  EpochMillis longest_outcome = 0;
  EpochMillis longest_webhook_delay = 0;
};

struct TestProviderSettings {
  std::string name = "test";
  std::vector<std::string> secrets = {"whsec_test"};  ///< webhooks are signed with all, accepted with any
  EpochMillis outcome_delay = 50;
  EpochMillis refund_delay = 50;
  EpochMillis patience = 30'000;  ///< after which a call that hangs fails
  std::uint64_t seed = 1;
  TestChaos chaos;
  TestWebhookSettings webhooks;
};

/// Lives on one executor, which like the journal must outlive it. Answers and webhooks wait until what they tell is in
/// the journal, so a restart at any moment contradicts nothing that was said.
class TestProvider final : public PaymentProvider {
 public:
  TestProvider(TestProviderSettings settings, Executor& executor, Journal& journal, WebhookOut out);

  /// Reads the journal and goes on where it ends: outcomes, refunds, webhooks that nobody acknowledged. Once, first.
  Status open();

  std::string_view name() const override { return settings_.name; }
  std::string_view signature_header() const override { return "Webhook-Signature"; }
  void create_intent(const IntentRequest& request, Callback<ProviderIntent> done) override;
  void fetch_intent(const std::string& intent, Callback<ProviderIntent> done) override;
  void void_intent(const std::string& intent, Callback<ProviderIntent> done) override;
  void refund(const RefundRequest& request, Callback<ProviderRefund> done) override;
  void fetch_refund(const std::string& refund, Callback<ProviderRefund> done) override;
  Result<ProviderEvent> verify_and_read_webhook(std::string_view body, std::string_view signature,
                                                EpochMillis now) const override;

  /// From now on; what was drawn for intents that exist stays.
  void set_chaos(const TestChaos& chaos) { settings_.chaos = chaos; }

  /// The provider's side of every reconciliation: captured and refunded by order.
  std::map<Id, TestBalance> balances() const { return ledger_.balances(); }
  const TestLedger& ledger() const { return ledger_; }

 private:
  enum class Fate : std::uint8_t { fine, fail_before, lose_answer, hang };

  Fate fate_of_call();
  Fate fate_of_creation(const std::string& key, const TestScript& script);
  TestScript with_chaos(TestScript script, const std::string& intent) const;
  double draw(const std::string& intent, std::uint64_t salt) const;
  template <class T>
  void answer(Fate fate, Callback<T> done, Result<T> result);
  void record(std::string line, std::function<void(Status)> then);
  template <class T>
  void record_and_answer(std::string line, const std::vector<TestEvent>& events, Fate fate, T value, Callback<T> done);

  /// Answers what earlier calls recorded, once it is durable.
  template <class T>
  void answer_durably(Fate fate, T value, Callback<T> done);

  TestIntent new_intent(const IntentRequest& request, const TestScript& script, const std::string& id) const;
  ProviderIntent describe(const TestIntent& intent) const;
  void plan_outcome(const TestIntent& intent);
  void settle(const std::string& id);
  std::vector<TestEvent> outcome_events(const TestIntent& intent, const TestScript& script) const;
  TestEvent intent_event(std::string_view what, const TestIntent& intent, EpochMillis delay) const;

  TestRefund new_refund(const RefundRequest& request, const TestIntent& intent) const;
  void plan_refund(const TestRefund& refund);
  void settle_refund(const std::string& id);
  void finish(TestRefund& refund, const TestScript& script) const;
  std::vector<TestEvent> refund_events(const TestRefund& refund, const TestIntent& intent,
                                       const TestScript& script) const;

  void send(const std::vector<TestEvent>& events, const TestScript& script);
  void owe(const TestEvent& event);
  void send_forged(const TestIntent& intent);

  TestProviderSettings settings_;
  Executor& executor_;
  Journal& journal_;
  TestWebhooks webhooks_;
  TestLedger ledger_;
  SeededEntropy chance_;
  std::map<std::string, std::int32_t> creations_;  ///< calls by key, of scripts that make them fail
  Lifeline lifeline_;
};

}  // namespace aisle::shop
