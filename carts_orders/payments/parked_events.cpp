#include "carts_orders/payments/parked_events.hpp"

#include <cstdlib>
#include <utility>

#include "base/json/json_document.hpp"

namespace aisle::shop {
namespace {

constexpr std::string_view kListPrefix = "parked:";
const std::string kCount = "parked";

std::int64_t count_of_lists(Transaction& tx) {
  const auto count = tx.find<Meta>(kCount);
  return count ? std::atoll(count->value.c_str()) : 0;
}
void count_lists(Transaction& tx, std::int64_t change) {
  tx.put(Meta{.key = kCount, .value = std::to_string(count_of_lists(tx) + change)});
}

std::string list_key(const std::string& provider, const std::string& intent) { return std::string(kListPrefix) + provider + ':' + intent; }

std::string text_of(const JsonValue& event, std::string_view name) {
  const auto value = event.find(name);
  return value ? std::string(value->text()) : std::string();
}
std::int64_t number_of(const JsonValue& event, std::string_view name) {
  const auto value = event.find(name);
  return value ? value->as_int64().value_or(0) : 0;
}
Id id_of(const JsonValue& event, std::string_view name) { return parse_id(text_of(event, name)).value_or(Id{}); }

ProviderEvent decode_event(const JsonValue& json) {
  ProviderEvent event;
  event.provider = text_of(json, "provider");
  event.id = text_of(json, "id");
  event.type = static_cast<ProviderEvent::Type>(number_of(json, "type"));
  event.intent = text_of(json, "intent");
  event.order = id_of(json, "order");
  event.amount = number_of(json, "amount");
  event.currency = text_of(json, "currency");
  event.refund = text_of(json, "refund");
  event.refund_id = id_of(json, "refund_id");
  event.failure = text_of(json, "failure");
  event.attempt = static_cast<std::int32_t>(number_of(json, "attempt"));
  return event;
}

/// `list` with one more element.
std::string appended(const std::string& list, const std::string& element) {
  return list.empty() ? '[' + element + ']' : list.substr(0, list.size() - 1) + ',' + element + ']';
}

std::size_t length_of(const std::string& list) {
  const auto document = JsonDocument::parse(list);
  return document ? document->root().size() : 0;
}

}  // namespace

std::string webhook_key(const ProviderEvent& event) { return event.provider + ':' + event.id; }

std::string encode_event(const ProviderEvent& event) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.field("provider", std::string_view(event.provider));
  json.field("id", std::string_view(event.id));
  json.field("type", static_cast<int>(event.type));
  json.field("intent", std::string_view(event.intent));
  json.field("order", std::string_view(to_string(event.order)));
  json.field("amount", event.amount);
  json.field("currency", std::string_view(event.currency));
  json.field("refund", std::string_view(event.refund));
  json.field("refund_id", std::string_view(to_string(event.refund_id)));
  json.field("failure", std::string_view(event.failure));
  json.field("attempt", event.attempt);
  json.end_object();
  return text;
}

Result<std::vector<ProviderEvent>> decode_events(std::string_view array) {
  const auto document = JsonDocument::parse(array);
  if (!document || !document->root().is_array()) return Error{ErrorCode::data_corrupt, "A list of parked webhooks is damaged."};
  std::vector<ProviderEvent> events;
  for (const JsonValue event : document->root().elements()) events.push_back(decode_event(event));
  return events;
}

bool is_parked_list(const WebhookEvent& event) { return event.parked && event.key.starts_with(kListPrefix); }

void drop_parked_list(Transaction& tx, const std::string& key) {
  tx.erase<WebhookEvent>(key);
  count_lists(tx, -1);
}

void park(Transaction& tx, const ProviderEvent& event, const std::string& payload) {
  tx.put(WebhookEvent{.key = webhook_key(event), .received_at = tx.now(), .parked = true, .payload = payload});
  const std::string key = list_key(event.provider, event.intent);
  const auto before = tx.find<WebhookEvent>(key);
  const std::string list = before ? before->payload : std::string();
  if (!list.empty() && length_of(list) >= kMostParked) return;
  if (!before) count_lists(tx, 1);
  tx.put(WebhookEvent{.key = key, .received_at = tx.now(), .parked = true, .payload = appended(list, encode_event(event))});
}

std::vector<ParkedEvent> unpark(Transaction& tx, const std::string& provider, const std::string& intent) {
  if (count_of_lists(tx) == 0) return {};
  const std::string key = list_key(provider, intent);
  const auto list = tx.find<WebhookEvent>(key);
  if (!list) return {};
  drop_parked_list(tx, key);
  auto events = decode_events(list->payload);
  if (!events) return {};
  std::vector<ParkedEvent> unparked;
  for (ProviderEvent& event : *events) {
    const auto row = tx.find<WebhookEvent>(webhook_key(event));
    if (!row || !row->parked) continue;  // its time was over
    tx.put(WebhookEvent{.key = row->key, .received_at = row->received_at, .parked = false, .payload = {}});
    unparked.push_back({std::move(event), row->payload});
  }
  return unparked;
}

}  // namespace aisle::shop
