#include "carts_orders/payments/test_events.hpp"

#include "base/json/json_writer.hpp"
#include "carts_orders/payments/stripe_money.hpp"

namespace aisle::shop {
namespace {

std::string_view stripe_word(ProviderIntent::Status status) {
  switch (status) {
    case ProviderIntent::Status::open: return "requires_action";
    case ProviderIntent::Status::processing: return "processing";
    case ProviderIntent::Status::succeeded: return "succeeded";
    case ProviderIntent::Status::failed: return "requires_payment_method";
    case ProviderIntent::Status::voided: return "canceled";
  }
  return "requires_action";
}

std::string_view stripe_word(ProviderRefund::Status status) {
  switch (status) {
    case ProviderRefund::Status::pending: return "pending";
    case ProviderRefund::Status::succeeded: return "succeeded";
    case ProviderRefund::Status::failed: return "failed";
  }
  return "pending";
}

/// An amount that Stripe could not charge cannot come here: such intents are refused when they are created.
std::int64_t wire_amount(std::int64_t amount, Currency currency) {
  return stripe_amount({amount, currency}).value_or(amount);
}

std::string lower_code(Currency currency) {
  std::string code(currency.code());
  for (char& c : code) c = static_cast<char>(c + ('a' - 'A'));
  return code;
}

/// Everything around data.object, which `write_object` writes.
template <class WriteObject>
std::string event(std::string_view id, std::string type, EpochMillis at, WriteObject write_object) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("id", id).field("object", "event").field("created", at / 1000).field("type", type);
  json.key("data").begin_object().key("object").begin_object();
  write_object(json);
  json.end_object().end_object().end_object();
  return body;
}

}  // namespace

std::string test_intent_event(std::string_view id, std::string_view what, const TestIntent& intent, EpochMillis at) {
  const Currency currency = intent.amount.currency;
  return event(id, "payment_intent." + std::string(what), at, [&](JsonWriter& json) {
    json.field("id", intent.id).field("object", "payment_intent").field("status", stripe_word(intent.status));
    json.field("amount", wire_amount(intent.amount.amount, currency));
    json.field("amount_received", wire_amount(intent.received, currency)).field("currency", lower_code(currency));
    json.key("metadata").begin_object().field("order_id", to_string(intent.order));
    json.field("attempt", std::to_string(intent.attempt)).end_object();
    if (intent.failure.empty()) return;
    json.key("last_payment_error").begin_object().field("code", intent.failure).end_object();
  });
}

std::string test_refund_event(std::string_view id, std::string_view what, const TestRefund& refund,
                              const TestIntent& intent, EpochMillis at) {
  const Currency currency = intent.amount.currency;
  return event(id, "refund." + std::string(what), at, [&](JsonWriter& json) {
    json.field("id", refund.id).field("object", "refund").field("status", stripe_word(refund.status));
    json.field("amount", wire_amount(refund.amount, currency)).field("currency", lower_code(currency));
    json.field("payment_intent", refund.intent);
    json.key("metadata").begin_object().field("order_id", to_string(intent.order));
    json.field("refund_id", to_string(refund.refund)).end_object();
    if (!refund.failure.empty()) json.field("failure_reason", refund.failure);
  });
}

}  // namespace aisle::shop
