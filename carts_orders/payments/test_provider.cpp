#include "carts_orders/payments/test_provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "base/hash.hpp"
#include "carts_orders/payments/stripe_money.hpp"
#include "carts_orders/payments/stripe_objects.hpp"
#include "carts_orders/payments/test_events.hpp"
#include "carts_orders/payments/webhook_signature.hpp"

namespace aisle::shop {
namespace {

constexpr EpochMillis kApart = 30;            ///< between copies of a webhook
constexpr EpochMillis kReorderedBy = 200;
constexpr EpochMillis kAfterForged = 20;
constexpr EpochMillis kForgedAge = 3'600'000;

std::string short_id(std::string_view prefix, std::string_view key) {
  return std::string(prefix) + to_hex(hmac_sha256("aisle test provider", key)).substr(0, 24);
}

ProviderRefund describe(const TestRefund& refund) {
  return {.id = refund.id, .status = refund.status, .amount = refund.amount, .failure = refund.failure};
}

TestScript script_of(const TestIntent& intent) { return parse_test_script(intent.script).value_or(TestScript()); }

Error reused() {
  return {ErrorCode::invalid_argument, "the idempotency key was used for another request", {}, "idempotency_key_reused"};
}
Error declined(std::string code) {
  return {ErrorCode::failed_precondition, "the payment method was refused", kDeclined, std::move(code)};
}
Error no_such(const std::string& what) { return {ErrorCode::not_found, "no such object", {}, what}; }

bool asks_the_same(const TestIntent& intent, const IntentRequest& request) {
  return intent.order == request.order && intent.attempt == request.attempt && intent.amount == request.amount &&
         intent.method == request.method;
}

/// Scripts may make something certain, chances may add it.
bool either(bool scripted, double drawn, double chance) { return scripted || drawn < chance; }

}  // namespace

TestProvider::TestProvider(TestProviderSettings settings, Executor& executor, Journal& journal, WebhookOut out)
    : settings_(std::move(settings)),
      executor_(executor),
      journal_(journal),
      webhooks_(executor, settings_.secrets, std::move(out), settings_.webhooks),
      chance_(settings_.seed) {}

Status TestProvider::open() {
  const auto lines = journal_.read();
  if (!lines) return Error(lines.error());
  for (const std::string& line : *lines) {
    if (auto applied = ledger_.apply(line); !applied) return applied;
  }
  for (const auto& [id, intent] : ledger_.intents()) plan_outcome(intent);
  for (const auto& [id, refund] : ledger_.refunds()) plan_refund(refund);
  for (const auto& [id, event] : ledger_.owed_events()) owe(event);
  return {};
}

// Chance.

TestProvider::Fate TestProvider::fate_of_call() {
  const TestChaos& chaos = settings_.chaos;
  const double certain = chaos.api_error + chaos.lost_answer + chaos.hang;
  if (certain == 0) return Fate::fine;
  const double drawn = static_cast<double>(chance_.next() >> 11) * 0x1p-53;
  if (drawn < chaos.api_error) return Fate::fail_before;
  if (drawn < chaos.api_error + chaos.lost_answer) return Fate::lose_answer;
  return drawn < certain ? Fate::hang : Fate::fine;
}

TestProvider::Fate TestProvider::fate_of_creation(const std::string& key, const TestScript& script) {
  if (script.create_errors == 0 && !script.hang) return fate_of_call();
  const std::int32_t call = ++creations_[key];
  if (call <= script.create_errors) return call % 2 == 1 ? Fate::fail_before : Fate::lose_answer;
  return script.hang && call == script.create_errors + 1 ? Fate::hang : Fate::fine;
}

double TestProvider::draw(const std::string& intent, std::uint64_t salt) const {
  std::uint64_t hash = mix64(settings_.seed * 0x9e3779b97f4a7c15u + salt);
  for (const char c : intent) hash = mix64(hash ^ static_cast<unsigned char>(c));
  return static_cast<double>(hash >> 11) * 0x1p-53;
}

TestScript TestProvider::with_chaos(TestScript script, const std::string& id) const {
  const TestChaos& chaos = settings_.chaos;
  if (script.outcome == TestScript::Outcome::succeed && draw(id, 1) < chaos.decline) {
    script.outcome = TestScript::Outcome::fail;
    script.failure = "card_declined";
  }
  if (!script.delay) {
    const auto extra = static_cast<EpochMillis>(draw(id, 2) * static_cast<double>(chaos.longest_outcome));
    script.delay = settings_.outcome_delay + extra;
  }
  const bool has_outcome = script.outcome != TestScript::Outcome::none;  // what cannot be stopped must end by itself
  script.unstoppable = has_outcome && either(script.unstoppable, draw(id, 3), chaos.late);
  if (script.amount_missing == 0 && draw(id, 4) < chaos.wrong_amount) script.amount_missing = 1;
  if (script.copies == 1 && draw(id, 5) < chaos.duplicate) script.copies = 2 + static_cast<int>(draw(id, 6) * 4);
  script.reorder = either(script.reorder, draw(id, 7), chaos.reorder);
  script.lost_webhook = either(script.lost_webhook, draw(id, 8), chaos.lost_webhook);
  script.forged_webhook = either(script.forged_webhook, draw(id, 9), chaos.forged_webhook);
  if (script.refund_failures == 0 && draw(id, 10) < chaos.refund_fail) script.refund_failures = 1;
  if (script.webhook_delay == 0) {
    script.webhook_delay = static_cast<EpochMillis>(draw(id, 11) * static_cast<double>(chaos.longest_webhook_delay));
  }
  return script;
}

// Answers and the journal.

template <class T>
void TestProvider::answer(Fate fate, Callback<T> done, Result<T> result) {
  EpochMillis wait = 0;
  if (settings_.chaos.longest_answer > 0) {
    wait = static_cast<EpochMillis>(chance_.next() % static_cast<std::uint64_t>(settings_.chaos.longest_answer + 1));
  }
  if (fate == Fate::hang) {
    wait = settings_.patience;
    result = Error(ErrorCode::deadline_exceeded, "the provider did not answer");
  } else if (fate != Fate::fine) {
    result = Error(ErrorCode::unavailable, "the provider failed: 503");
  }
  // The caller may have gone, the provider not: completions look after themselves.
  executor_.post_after(wait, [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

void TestProvider::record(std::string line, std::function<void(Status)> then) {
  [[maybe_unused]] const Status applied = ledger_.apply(line);
  assert(applied.ok() && "the provider wrote a line that it cannot read");
  journal_.append(std::move(line), lifeline_.guard([then = std::move(then)](const Status& durable) {
    if (then) then(durable);
  }));
}

template <class T>
void TestProvider::record_and_answer(std::string line, const std::vector<TestEvent>& events, Fate fate, T value,
                                     Callback<T> done) {
  auto then = [this, events, fate, value = std::move(value), done = std::move(done)](const Status& durable) {
    if (!durable) return answer<T>(fate, done, Error(durable.error()));
    for (const TestEvent& event : events) owe(event);
    answer<T>(fate, done, value);
  };
  record(std::move(line), std::move(then));
}

template <class T>
void TestProvider::answer_durably(Fate fate, T value, Callback<T> done) {
  auto then = [this, fate, value = std::move(value), done = std::move(done)](const Status& durable) {
    if (durable) return answer<T>(fate, done, value);
    answer<T>(fate, done, Error(durable.error()));
  };
  journal_.append({}, lifeline_.guard(std::move(then)));
}

// Intents.

void TestProvider::create_intent(const IntentRequest& request, Callback<ProviderIntent> done) {
  const TestIntent* known = ledger_.intent_by_key(request.key);
  const auto script = known != nullptr ? parse_test_script(known->script) : parse_test_script(request.method);
  if (!script) return answer<ProviderIntent>(Fate::fine, done, declined("payment_method_unknown"));
  const Fate fate = fate_of_creation(request.key, *script);
  if (fate == Fate::fail_before) return answer<ProviderIntent>(fate, done, ProviderIntent());
  if (known != nullptr && !asks_the_same(*known, request)) return answer<ProviderIntent>(fate, done, reused());
  if (known != nullptr) return answer_durably(fate, describe(*known), std::move(done));
  if (request.amount.amount <= 0 || !stripe_amount(request.amount)) {
    return answer<ProviderIntent>(fate, done, Error(ErrorCode::invalid_argument, "not an amount", {}, "amount_invalid"));
  }
  const std::string id = short_id("pi_", request.key);
  const TestIntent intent = new_intent(request, with_chaos(*script, id), id);
  std::vector<TestEvent> events;
  if (intent.status == ProviderIntent::Status::processing) events.push_back(intent_event("processing", intent, 0));
  // The outcome may come before the answer does: it waits for neither the caller nor the journal.
  record_and_answer(TestLedger::intent_line(intent, events), events, fate, describe(intent), std::move(done));
  plan_outcome(intent);
}

TestIntent TestProvider::new_intent(const IntentRequest& request, const TestScript& script, const std::string& id) const {
  TestIntent intent;
  intent.id = id;
  intent.key = request.key;
  intent.order = request.order;
  intent.attempt = request.attempt;
  intent.amount = request.amount;
  intent.method = request.method;
  intent.script = to_string(script);
  if (script.unstoppable) intent.status = ProviderIntent::Status::processing;
  if (script.outcome != TestScript::Outcome::none) intent.due_at = executor_.now() + script.delay.value_or(0);
  return intent;
}

ProviderIntent TestProvider::describe(const TestIntent& intent) const {
  ProviderIntent told;
  told.id = intent.id;
  told.client_secret = intent.id + "_secret_" + to_hex(hmac_sha256(settings_.name, intent.id)).substr(0, 24);
  told.status = intent.status;
  told.order = intent.order;
  told.received = intent.received;
  told.currency = intent.amount.currency.code();
  told.failure = intent.failure;
  return told;
}

void TestProvider::plan_outcome(const TestIntent& intent) {
  const bool undecided =
      intent.status == ProviderIntent::Status::open || intent.status == ProviderIntent::Status::processing;
  if (!undecided || intent.due_at == 0) return;
  const EpochMillis wait = std::max<EpochMillis>(intent.due_at - executor_.now(), 0);
  executor_.post_after(wait, lifeline_.guard([this, id = intent.id] { settle(id); }));
}

void TestProvider::settle(const std::string& id) {
  TestIntent intent = *ledger_.intent(id);
  if (intent.status != ProviderIntent::Status::open && intent.status != ProviderIntent::Status::processing) return;
  const TestScript script = script_of(intent);
  if (script.outcome == TestScript::Outcome::succeed) {
    intent.status = ProviderIntent::Status::succeeded;
    intent.received = std::max<std::int64_t>(intent.amount.amount - script.amount_missing, 0);
  } else {
    intent.status = ProviderIntent::Status::failed;
    intent.failure = script.failure;
  }
  const std::vector<TestEvent> events = outcome_events(intent, script);
  if (script.forged_webhook) send_forged(intent);
  record(TestLedger::intent_settled_line(intent, events), [this, events, script](const Status& durable) {
    if (durable) send(events, script);
  });
}

std::vector<TestEvent> TestProvider::outcome_events(const TestIntent& intent, const TestScript& script) const {
  std::vector<TestEvent> events;
  if (script.lost_webhook) return events;
  const EpochMillis delay = script.webhook_delay + (script.forged_webhook ? kAfterForged : 0);
  const bool succeeded = intent.status == ProviderIntent::Status::succeeded;
  events.push_back(intent_event(succeeded ? "succeeded" : "payment_failed", intent, delay));
  if (!script.reorder) return events;
  TestIntent before = intent;
  before.status = ProviderIntent::Status::processing;
  before.received = 0;
  before.failure.clear();
  events.push_back(intent_event("processing", before, delay + kReorderedBy));
  events.back().id += "_reordered";
  return events;
}

TestEvent TestProvider::intent_event(std::string_view what, const TestIntent& intent, EpochMillis delay) const {
  const std::string id = fmt::format("evt_{}_{}", intent.id.substr(3), what);
  return {id, executor_.now() + delay, test_intent_event(id, what, intent, executor_.now())};
}

void TestProvider::fetch_intent(const std::string& id, Callback<ProviderIntent> done) {
  const TestIntent* intent = ledger_.intent(id);
  if (intent == nullptr) return answer<ProviderIntent>(fate_of_call(), done, no_such(id));
  answer<ProviderIntent>(fate_of_call(), done, describe(*intent));
}

void TestProvider::void_intent(const std::string& id, Callback<ProviderIntent> done) {
  const Fate fate = fate_of_call();
  const TestIntent* found = ledger_.intent(id);
  if (found == nullptr) return answer<ProviderIntent>(fate, done, no_such(id));
  if (fate == Fate::fail_before) return answer<ProviderIntent>(fate, done, ProviderIntent());
  if (found->status == ProviderIntent::Status::voided) return answer_durably(fate, describe(*found), std::move(done));
  if (found->status == ProviderIntent::Status::succeeded || found->status == ProviderIntent::Status::processing) {
    return answer<ProviderIntent>(fate, done, Error(ErrorCode::failed_precondition, "too late", kNotVoidable));
  }
  TestIntent intent = *found;
  intent.status = ProviderIntent::Status::voided;
  const std::vector<TestEvent> events = {intent_event("canceled", intent, 0)};
  record_and_answer(TestLedger::intent_settled_line(intent, events), events, fate, describe(intent), std::move(done));
}

// Refunds.

void TestProvider::refund(const RefundRequest& request, Callback<ProviderRefund> done) {
  const Fate fate = fate_of_call();
  if (fate == Fate::fail_before) return answer<ProviderRefund>(fate, done, ProviderRefund());
  if (const TestRefund* known = ledger_.refund_by_key(request.key)) {
    const bool same = known->intent == request.intent && known->amount == request.amount.amount;
    if (!same) return answer<ProviderRefund>(fate, done, reused());
    return answer_durably(fate, shop::describe(*known), std::move(done));
  }
  const TestIntent* intent = ledger_.intent(request.intent);
  if (intent == nullptr) return answer<ProviderRefund>(fate, done, no_such(request.intent));
  const bool fits = request.amount.currency == intent->amount.currency && request.amount.amount > 0 &&
                    request.amount.amount <= ledger_.refundable(*intent);
  if (!fits) {
    return answer<ProviderRefund>(
        fate, done, Error(ErrorCode::invalid_argument, "more than is left of the charge", {}, "charge_already_refunded"));
  }
  const TestScript script = script_of(*intent);
  const TestIntent asked = *intent;
  const TestRefund refund = new_refund(request, asked);
  const std::vector<TestEvent> events = refund_events(refund, asked, script);
  record_and_answer(TestLedger::refund_line(refund, events), events, fate, shop::describe(refund), std::move(done));
  plan_refund(refund);
}

TestRefund TestProvider::new_refund(const RefundRequest& request, const TestIntent& intent) const {
  const TestScript script = script_of(intent);
  const EpochMillis delay = script.refund_delay.value_or(settings_.refund_delay);
  TestRefund refund;
  refund.id = short_id("re_", request.key);
  refund.key = request.key;
  refund.intent = request.intent;
  refund.refund = request.refund;
  refund.amount = request.amount.amount;
  refund.number = intent.refunds + 1;
  refund.due_at = executor_.now() + delay;
  if (delay == 0) finish(refund, script);
  return refund;
}

void TestProvider::finish(TestRefund& refund, const TestScript& script) const {
  const bool fails = refund.number <= script.refund_failures;
  refund.status = fails ? ProviderRefund::Status::failed : ProviderRefund::Status::succeeded;
  if (fails) refund.failure = "expired_or_canceled_card";
}

void TestProvider::plan_refund(const TestRefund& refund) {
  if (refund.status != ProviderRefund::Status::pending) return;
  const EpochMillis wait = std::max<EpochMillis>(refund.due_at - executor_.now(), 0);
  executor_.post_after(wait, lifeline_.guard([this, id = refund.id] { settle_refund(id); }));
}

void TestProvider::settle_refund(const std::string& id) {
  TestRefund refund = *ledger_.refund(id);
  const TestIntent& intent = *ledger_.intent(refund.intent);
  const TestScript script = script_of(intent);
  finish(refund, script);
  const std::vector<TestEvent> events = refund_events(refund, intent, script);
  record(TestLedger::refund_line(refund, events), [this, events, script](const Status& durable) {
    if (durable) send(events, script);
  });
}

std::vector<TestEvent> TestProvider::refund_events(const TestRefund& refund, const TestIntent& intent,
                                                   const TestScript& script) const {
  if (refund.status == ProviderRefund::Status::pending || script.lost_webhook) return {};
  const bool failed = refund.status == ProviderRefund::Status::failed;
  const std::string what = failed ? "failed" : "updated";
  const std::string id = fmt::format("evt_{}_{}", refund.id.substr(3), what);
  return {{id, executor_.now() + script.webhook_delay, test_refund_event(id, what, refund, intent, executor_.now())}};
}

void TestProvider::fetch_refund(const std::string& id, Callback<ProviderRefund> done) {
  const TestRefund* refund = ledger_.refund(id);
  if (refund == nullptr) return answer<ProviderRefund>(fate_of_call(), done, no_such(id));
  answer<ProviderRefund>(fate_of_call(), done, shop::describe(*refund));
}

// Webhooks.

void TestProvider::send(const std::vector<TestEvent>& events, const TestScript& script) {
  for (const TestEvent& event : events) {
    owe(event);
    const EpochMillis first = std::max<EpochMillis>(event.due_at - executor_.now(), 0);
    for (int copy = 1; copy < script.copies; ++copy) {
      const EpochMillis delay = first + copy * kApart;
      webhooks_.send_once(event.body, sign_webhook(settings_.secrets, event.body, executor_.now() + delay), delay);
    }
  }
}

void TestProvider::owe(const TestEvent& event) {
  webhooks_.deliver(event.body, event.due_at, lifeline_.guard([this, id = event.id] {
    record(TestLedger::acknowledged_line(id), nullptr);
  }));
}

/// The opposite of the truth, in four disguises.
void TestProvider::send_forged(const TestIntent& intent) {
  TestIntent lie = intent;
  const bool succeeded = intent.status == ProviderIntent::Status::succeeded;
  lie.status = succeeded ? ProviderIntent::Status::failed : ProviderIntent::Status::succeeded;
  lie.received = succeeded ? 0 : intent.amount.amount;
  lie.failure = succeeded ? "card_declined" : "";
  const std::string_view what = succeeded ? "payment_failed" : "succeeded";
  const EpochMillis now = executor_.now();
  const auto body = [&](int disguise) {
    return test_intent_event(fmt::format("evt_{}_forged_{}", intent.id.substr(3), disguise), what, lie, now);
  };
  webhooks_.send_once(body(1), sign_webhook("not the secret", body(1), now), 0);
  webhooks_.send_once(body(2), sign_webhook(settings_.secrets, body(2), now - kForgedAge), 0);
  webhooks_.send_once(body(3), sign_webhook(settings_.secrets, body(3), now + kForgedAge), 0);
  webhooks_.send_once(body(4) + ' ', sign_webhook(settings_.secrets, body(4), now), 0);
}

Result<ProviderEvent> TestProvider::verify_and_read_webhook(std::string_view body, std::string_view signature,
                                                            EpochMillis now) const {
  if (auto verified = verify_webhook(settings_.secrets, body, signature, now); !verified) return std::move(verified).error();
  return read_stripe_event(body, settings_.name);
}

}  // namespace aisle::shop
