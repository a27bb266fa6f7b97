#include "carts_orders/payments/stripe_objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "carts_orders/payments/stripe_money.hpp"
#include "carts_orders/workers/json_fields.hpp"

namespace aisle::shop {
namespace {

Error corrupt(const char* why) { return {ErrorCode::data_corrupt, why}; }
Error bad_event(std::string why) { return {ErrorCode::invalid_argument, std::move(why), "bad_event"}; }

std::optional<ProviderIntent::Status> intent_status(std::string_view word, bool failed) {
  using Status = ProviderIntent::Status;
  if (word == "requires_payment_method") return failed ? Status::failed : Status::open;
  if (word == "requires_confirmation" || word == "requires_action") return Status::open;
  if (word == "processing" || word == "requires_capture") return Status::processing;
  if (word == "succeeded") return Status::succeeded;
  if (word == "canceled") return Status::voided;
  return std::nullopt;
}

std::optional<ProviderRefund::Status> refund_status(std::string_view word) {
  using Status = ProviderRefund::Status;
  if (word == "pending" || word == "requires_action") return Status::pending;
  if (word == "succeeded") return Status::succeeded;
  if (word == "failed" || word == "canceled") return Status::failed;
  return std::nullopt;
}

/// The more telling of an error's two codes.
std::string failure_code(JsonValue error) {
  std::string code = text_of(error, "decline_code");
  return code.empty() ? text_of(error, "code") : code;
}

Id metadata_id(JsonValue object, std::string_view name) {
  const auto metadata = object.find("metadata");
  return metadata ? id_of(*metadata, name) : Id();
}

/// Which payment of the order an intent is for; 0 when it does not say.
std::int32_t metadata_attempt(JsonValue object) {
  const auto metadata = object.find("metadata");
  const std::string text = metadata ? text_of(*metadata, "attempt") : std::string();
  std::int32_t attempt = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), attempt);
  return error == std::errc() && end == text.data() + text.size() && attempt > 0 ? attempt : 0;
}

template <class Read>
auto parse_then(std::string_view body, Read read) -> decltype(read(std::declval<JsonValue>())) {
  const auto document = JsonDocument::parse(body, kMessageLimits);
  if (!document || !document->root().is_object()) return corrupt("the provider's answer is not a JSON object");
  return read(document->root());
}

ProviderEvent::Type intent_event_type(std::string_view type) {
  if (type == "payment_intent.processing") return ProviderEvent::Type::payment_processing;
  if (type == "payment_intent.payment_failed") return ProviderEvent::Type::payment_failed;
  if (type == "payment_intent.canceled") return ProviderEvent::Type::payment_canceled;
  if (type == "payment_intent.succeeded") return ProviderEvent::Type::payment_succeeded;
  return ProviderEvent::Type::other;
}

ProviderEvent::Type refund_event_type(ProviderRefund::Status status) {
  switch (status) {
    case ProviderRefund::Status::pending: return ProviderEvent::Type::other;
    case ProviderRefund::Status::succeeded: return ProviderEvent::Type::refund_succeeded;
    case ProviderRefund::Status::failed: return ProviderEvent::Type::refund_failed;
  }
  return ProviderEvent::Type::other;
}

Status fill_from_intent(ProviderEvent& event, JsonValue object, ProviderEvent::Type type) {
  auto intent = read_stripe_intent(object);
  if (!intent) return bad_event(intent.error().message);
  event.type = type;
  event.intent = std::move(intent->id);
  event.order = intent->order;
  event.attempt = metadata_attempt(object);
  event.amount = intent->received;
  event.currency = std::move(intent->currency);
  event.failure = type == ProviderEvent::Type::payment_failed ? std::move(intent->failure) : std::string();
  return {};
}

Status fill_from_refund(ProviderEvent& event, JsonValue object) {
  auto refund = read_stripe_refund(object);
  if (!refund) return bad_event(refund.error().message);
  const auto money = money_from_stripe(integer_of(object, "amount"), text_of(object, "currency"));
  event.type = refund_event_type(refund->status);
  event.intent = text_of(object, "payment_intent");
  event.order = metadata_id(object, "order_id");
  event.amount = refund->amount;
  event.currency = money ? std::string(money->currency.code()) : std::string();
  event.refund = std::move(refund->id);
  event.refund_id = metadata_id(object, "refund_id");
  event.failure = std::move(refund->failure);
  return {};
}

/// A charge lists its refunds newest first, in versions that list them at all.
Status fill_from_charge(ProviderEvent& event, JsonValue charge) {
  const auto refunds = charge.find("refunds");
  const auto data = refunds ? refunds->find("data") : std::nullopt;
  if (!data || data->size() == 0) return {};
  return fill_from_refund(event, *data->elements().begin());
}

Status fill(ProviderEvent& event, std::string_view type, JsonValue object) {
  const auto intent_type = intent_event_type(type);
  if (intent_type != ProviderEvent::Type::other) return fill_from_intent(event, object, intent_type);
  if (type == "refund.created" || type == "refund.updated" || type == "refund.failed" || type == "charge.refund.updated") {
    return fill_from_refund(event, object);
  }
  if (type == "charge.refunded") return fill_from_charge(event, object);
  return {};
}

/// What can be part of a key: ids of events are short and printable.
bool is_event_id(std::string_view text) {
  return !text.empty() && text.size() <= 255 && text.find_first_of(" :") == text.npos &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool means_later(int status) {
  return status == 401 || status == 403 || status == 408 || status == 409 || status == 429 || status >= 500;
}

}  // namespace

Result<ProviderIntent> read_stripe_intent(JsonValue object) {
  if (text_of(object, "object") != "payment_intent") return corrupt("not a payment_intent");
  const auto error = object.find("last_payment_error");
  const bool failed = error && error->is_object();
  const auto status = intent_status(text_of(object, "status"), failed);
  const auto money = money_from_stripe(integer_of(object, "amount_received"), text_of(object, "currency"));
  ProviderIntent intent;
  intent.id = text_of(object, "id");
  if (intent.id.empty() || !status || !money) return corrupt("a payment_intent without id, status or known currency");
  intent.client_secret = text_of(object, "client_secret");
  intent.status = *status;
  intent.order = metadata_id(object, "order_id");
  intent.received = money->amount;
  intent.currency = money->currency.code();
  if (failed) intent.failure = failure_code(*error);
  return intent;
}

Result<ProviderIntent> read_stripe_intent(std::string_view body) {
  return parse_then(body, [](JsonValue root) { return read_stripe_intent(root); });
}

Result<ProviderRefund> read_stripe_refund(JsonValue object) {
  if (text_of(object, "object") != "refund") return corrupt("not a refund");
  const auto status = refund_status(text_of(object, "status"));
  const auto money = money_from_stripe(integer_of(object, "amount"), text_of(object, "currency"));
  ProviderRefund refund;
  refund.id = text_of(object, "id");
  if (refund.id.empty() || !status || !money) return corrupt("a refund without id, status or known currency");
  refund.status = *status;
  refund.amount = money->amount;
  refund.failure = text_of(object, "failure_reason");
  return refund;
}

Result<ProviderRefund> read_stripe_refund(std::string_view body) {
  return parse_then(body, [](JsonValue root) { return read_stripe_refund(root); });
}

Result<ProviderEvent> read_stripe_event(std::string_view body, std::string_view provider) {
  const auto document = JsonDocument::parse(body, kMessageLimits);
  if (!document) return bad_event(document.error().message);
  const JsonValue root = document->root();
  ProviderEvent event;
  event.provider = provider;
  event.id = text_of(root, "id");
  const std::string type = text_of(root, "type");
  const auto data = root.find("data");
  const auto object = data ? data->find("object") : std::nullopt;
  if (!is_event_id(event.id) || type.empty() || !object || !object->is_object()) {
    return bad_event("an event without id, type or object");
  }
  if (auto filled = fill(event, type, *object); !filled) return std::move(filled).error();
  return event;
}

Error read_stripe_error(int status, std::string_view body) {
  const auto document = JsonDocument::parse(body, kMessageLimits);
  const auto error = document ? document->root().find("error") : std::nullopt;
  const std::string code = error ? failure_code(*error) : std::string();
  const std::string message =
      fmt::format("the provider answered {}: {}", status, error ? text_of(*error, "message") : std::string("no reason"));
  if (means_later(status)) return {ErrorCode::unavailable, message, {}, code};
  if (status == 402) return {ErrorCode::failed_precondition, message, kDeclined, code};
  if (code == "payment_intent_unexpected_state") return {ErrorCode::failed_precondition, message, kNotVoidable, code};
  if (status == 404) return {ErrorCode::not_found, message, {}, code};
  return {ErrorCode::invalid_argument, message, {}, code};
}

Result<ProviderIntent> read_stripe_error_intent(std::string_view body) {
  return parse_then(body, [](JsonValue root) -> Result<ProviderIntent> {
    const auto error = root.find("error");
    const auto intent = error ? error->find("payment_intent") : std::nullopt;
    if (!intent) return corrupt("the error names no payment_intent");
    return read_stripe_intent(*intent);
  });
}

}  // namespace aisle::shop
