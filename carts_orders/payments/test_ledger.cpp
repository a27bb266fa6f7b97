#include "carts_orders/payments/test_ledger.hpp"

#include "base/json/json_writer.hpp"
#include "carts_orders/workers/json_fields.hpp"

namespace aisle::shop {
namespace {

Error corrupt(const char* why) { return {ErrorCode::data_corrupt, why}; }

void write_events(JsonWriter& json, const std::vector<TestEvent>& events) {
  json.key("events").begin_array();
  for (const TestEvent& event : events) {
    json.begin_object().field("id", event.id).field("due", event.due_at).key("body").raw(event.body).end_object();
  }
  json.end_array();
}

template <class StatusType>
StatusType status_of(JsonValue line, StatusType last) {
  const std::int64_t number = integer_of(line, "status");
  return static_cast<StatusType>(number < 0 || number > static_cast<std::int64_t>(last) ? 0 : number);
}

/// The members that a line of an intent or refund names over those that are known already.
void read_into(TestIntent& intent, JsonValue line) {
  intent.status = status_of(line, ProviderIntent::Status::voided);
  intent.received = integer_of(line, "received");
  intent.failure = text_of(line, "failure");
}

Result<TestIntent> new_intent(JsonValue line) {
  TestIntent intent;
  intent.id = text_of(line, "id");
  intent.key = text_of(line, "key");
  intent.order = id_of(line, "order");
  intent.attempt = static_cast<std::int32_t>(integer_of(line, "attempt", 1));
  const auto currency = Currency::find(text_of(line, "currency"));
  if (intent.id.empty() || !currency) return corrupt("an intent without id or currency");
  intent.amount = {integer_of(line, "amount"), *currency};
  intent.method = text_of(line, "method");
  intent.script = text_of(line, "script");
  intent.due_at = integer_of(line, "due");
  read_into(intent, line);
  return intent;
}

TestRefund read_refund(JsonValue line) {
  TestRefund refund;
  refund.id = text_of(line, "id");
  refund.key = text_of(line, "key");
  refund.intent = text_of(line, "intent");
  refund.refund = id_of(line, "refund");
  refund.amount = integer_of(line, "amount");
  refund.status = status_of(line, ProviderRefund::Status::failed);
  refund.failure = text_of(line, "failure");
  refund.number = static_cast<std::int32_t>(integer_of(line, "number", 1));
  refund.due_at = integer_of(line, "due");
  return refund;
}

void add(TestBalance& sum, const TestIntent& intent) { sum.captured += intent.received; }

void add(TestBalance& sum, const TestRefund& refund) {
  if (refund.status == ProviderRefund::Status::succeeded) sum.refunded += refund.amount;
  if (refund.status == ProviderRefund::Status::pending) sum.refunding += refund.amount;
}

}  // namespace

std::string TestLedger::intent_line(const TestIntent& intent, const std::vector<TestEvent>& events) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().field("op", "intent").field("id", intent.id).field("key", intent.key);
  json.field("order", to_string(intent.order)).field("attempt", intent.attempt).field("amount", intent.amount.amount);
  json.field("currency", intent.amount.currency.code()).field("method", intent.method).field("script", intent.script);
  json.field("status", static_cast<int>(intent.status)).field("due", intent.due_at);
  write_events(json, events);
  json.end_object();
  return line;
}

std::string TestLedger::intent_settled_line(const TestIntent& intent, const std::vector<TestEvent>& events) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().field("op", "settled").field("id", intent.id).field("status", static_cast<int>(intent.status));
  json.field("received", intent.received).field("failure", intent.failure);
  write_events(json, events);
  json.end_object();
  return line;
}

std::string TestLedger::refund_line(const TestRefund& refund, const std::vector<TestEvent>& events) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().field("op", "refund").field("id", refund.id).field("key", refund.key);
  json.field("intent", refund.intent).field("refund", to_string(refund.refund)).field("amount", refund.amount);
  json.field("status", static_cast<int>(refund.status)).field("failure", refund.failure);
  json.field("number", refund.number).field("due", refund.due_at);
  write_events(json, events);
  json.end_object();
  return line;
}

std::string TestLedger::acknowledged_line(std::string_view event) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().field("op", "acknowledged").field("id", event).end_object();
  return line;
}

Status TestLedger::apply(std::string_view text) {
  const auto document = JsonDocument::parse(text, kMessageLimits);
  if (!document) return Error(document.error());
  const JsonValue line = document->root();
  const std::string op = text_of(line, "op");
  if (op == "intent") {
    auto intent = new_intent(line);
    if (!intent) return std::move(intent).error();
    intent_keys_[intent->key] = intent->id;
    intents_of_[intent->order].push_back(intent->id);
    intents_[intent->id] = *std::move(intent);
  } else if (op == "settled") {
    const auto found = intents_.find(text_of(line, "id"));
    if (found == intents_.end()) return corrupt("an unknown intent was settled");
    read_into(found->second, line);
  } else if (op == "refund") {
    index(read_refund(line));
  } else if (op == "acknowledged") {
    events_.erase(text_of(line, "id"));
  } else {
    return corrupt("a line of the provider's journal says nothing known");
  }
  if (const auto events = line.find("events")) {
    for (const JsonValue event : events->elements()) {
      const auto body = event.find("body");
      if (!body) return corrupt("an event without body");
      TestEvent owed{text_of(event, "id"), integer_of(event, "due"), std::string(body->raw())};
      events_[owed.id] = std::move(owed);
    }
  }
  return {};
}

void TestLedger::index(const TestRefund& refund) {
  const bool is_new = refunds_.insert_or_assign(refund.id, refund).second;
  if (!is_new) return;
  refund_keys_[refund.key] = refund.id;
  refunds_of_[refund.intent].push_back(refund.id);
  if (const auto intent = intents_.find(refund.intent); intent != intents_.end()) ++intent->second.refunds;
}

const TestIntent* TestLedger::intent(const std::string& id) const {
  const auto found = intents_.find(id);
  return found == intents_.end() ? nullptr : &found->second;
}

const TestIntent* TestLedger::intent_by_key(const std::string& key) const {
  const auto found = intent_keys_.find(key);
  return found == intent_keys_.end() ? nullptr : intent(found->second);
}

const TestRefund* TestLedger::refund(const std::string& id) const {
  const auto found = refunds_.find(id);
  return found == refunds_.end() ? nullptr : &found->second;
}

const TestRefund* TestLedger::refund_by_key(const std::string& key) const {
  const auto found = refund_keys_.find(key);
  return found == refund_keys_.end() ? nullptr : refund(found->second);
}

std::int64_t TestLedger::refundable(const TestIntent& intent) const {
  TestBalance sum;
  if (const auto refunds = refunds_of_.find(intent.id); refunds != refunds_of_.end()) {
    for (const std::string& id : refunds->second) add(sum, *refund(id));
  }
  return intent.received - sum.refunded - sum.refunding;
}

TestBalance TestLedger::balance(const Id& order) const {
  TestBalance sum;
  const auto intents = intents_of_.find(order);
  if (intents == intents_of_.end()) return sum;
  for (const std::string& id : intents->second) {
    add(sum, *intent(id));
    const auto refunds = refunds_of_.find(id);
    if (refunds == refunds_of_.end()) continue;
    for (const std::string& refund_id : refunds->second) add(sum, *refund(refund_id));
  }
  return sum;
}

std::map<Id, TestBalance> TestLedger::balances() const {
  std::map<Id, TestBalance> all;
  for (const auto& [order, intents] : intents_of_) {
    const TestBalance sum = balance(order);
    if (sum.captured != 0) all.emplace(order, sum);
  }
  return all;
}

}  // namespace aisle::shop
