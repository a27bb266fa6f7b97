#include "tests/carts_orders/workers/fake_stripe.hpp"

#include <fmt/format.h>

#include "base/json/json_writer.hpp"

namespace aisle::shop {
namespace {

std::string decode(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      plain += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

std::map<std::string, std::string> parse_form(std::string_view body) {
  std::map<std::string, std::string> form;
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(pair.size() + 1, body.size()));
    const std::size_t equals = pair.find('=');
    form[decode(pair.substr(0, equals))] = decode(pair.substr(equals + 1));
  }
  return form;
}

HttpReply json_reply(int status, std::string body) { return {status, {{"Content-Type", "application/json"}}, std::move(body)}; }

HttpReply error(int status, std::string_view type, std::string_view code, std::string_view extra = {}) {
  return json_reply(status, fmt::format(R"({{"error":{{"type":"{}","code":"{}","message":"{}"{}}}}})", type, code, code, extra));
}

std::string path_of(const std::string& url) { return url.substr(url.find("/v1/")); }

}  // namespace

HttpReply FakeStripe::answer(const HttpCall& call) {
  if (header(call.headers, "Authorization") != "Bearer " + secret_key) return error(401, "invalid_request_error", "");
  if (header(call.headers, "Stripe-Version").empty()) return error(400, "invalid_request_error", "no_version");
  const std::string key(header(call.headers, "Idempotency-Key"));
  if (const auto known = answers_.find(key); !key.empty() && known != answers_.end()) {
    if (known->second.first != call.body) return error(400, "idempotency_error", "idempotency_key_in_use");
    return known->second.second;
  }
  HttpReply reply = route(call, path_of(call.url));
  if (!key.empty() && reply.status < 500) answers_[key] = {call.body, reply};
  if (fail_next > 0) {
    --fail_next;
    return error(500, "api_error", "");
  }
  return reply;
}

HttpReply FakeStripe::route(const HttpCall& call, const std::string& path) {
  const std::string intents = "/v1/payment_intents";
  if (call.method == "POST" && path == intents) return create(parse_form(call.body));
  if (call.method == "POST" && path == "/v1/refunds") return refund(parse_form(call.body));
  if (call.method == "POST" && path.ends_with("/cancel")) {
    return cancel(path.substr(intents.size() + 1, path.size() - intents.size() - 8));
  }
  if (call.method == "GET" && path.starts_with("/v1/refunds/")) {
    const auto refund = refunds_.find(path.substr(12));
    return refund == refunds_.end() ? error(404, "invalid_request_error", "resource_missing") : json_reply(200, refund->second);
  }
  if (call.method == "GET" && path.starts_with(intents + "/")) {
    const auto intent = intents_.find(path.substr(intents.size() + 1));
    if (intent != intents_.end()) return json_reply(200, json_of(intent->first, intent->second));
  }
  return error(404, "invalid_request_error", "resource_missing");
}

HttpReply FakeStripe::create(const Form& form) {
  const std::string id = fmt::format("pi_{}", intents_.size() + 1);
  Intent& intent = intents_[id];
  intent.fields = form;
  const auto method = form.find("payment_method");
  intent.status = method == form.end() ? "requires_payment_method" : "succeeded";
  if (method == form.end() || method->second == "pm_card_visa") return json_reply(200, json_of(id, intent));
  intent.status = "requires_payment_method";
  intent.declined = true;
  return error(402, "card_error", "card_declined",
               R"(,"decline_code":"generic_decline","payment_intent":)" + json_of(id, intent));
}

HttpReply FakeStripe::cancel(const std::string& id) {
  const auto found = intents_.find(id);
  if (found == intents_.end()) return error(404, "invalid_request_error", "resource_missing");
  Intent& intent = found->second;
  if (intent.status == "succeeded" || intent.status == "processing" || intent.status == "canceled") {
    return error(400, "invalid_request_error", "payment_intent_unexpected_state",
                 R"(,"payment_intent":)" + json_of(id, intent));
  }
  intent.status = "canceled";
  return json_reply(200, json_of(id, intent));
}

HttpReply FakeStripe::refund(const Form& form) {
  const auto intent = intents_.find(form.at("payment_intent"));
  if (intent == intents_.end()) return error(404, "invalid_request_error", "resource_missing");
  if (std::stoll(form.at("amount")) > std::stoll(intent->second.fields.at("amount"))) {
    return error(400, "invalid_request_error", "charge_already_refunded");
  }
  const std::string id = fmt::format("re_{}", refunds_.size() + 1);
  refunds_[id] = fmt::format(
      R"({{"id":"{}","object":"refund","status":"succeeded","amount":{},"currency":"{}","payment_intent":"{}"}})", id,
      form.at("amount"), intent->second.fields.at("currency"), intent->first);
  return json_reply(200, refunds_[id]);
}

void FakeStripe::confirm(const std::string& intent, const std::string& status) { intents_.at(intent).status = status; }

std::string FakeStripe::json_of(const std::string& id, const Intent& intent) const {
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("id", id).field("object", "payment_intent").field("status", intent.status);
  json.key("amount").raw(intent.fields.at("amount"));
  json.key("amount_received").raw(intent.status == "succeeded" ? intent.fields.at("amount") : "0");
  json.field("currency", intent.fields.at("currency")).field("client_secret", id + "_secret_x");
  json.key("metadata").begin_object().field("order_id", intent.fields.at("metadata[order_id]")).end_object();
  json.key("last_payment_error");
  if (intent.declined) {
    json.begin_object().field("code", "card_declined").field("decline_code", "generic_decline").end_object();
  } else {
    json.null();
  }
  json.end_object();
  return body;
}

std::string FakeStripe::event(const std::string& type, const std::string& intent) const {
  return fmt::format(R"({{"id":"evt_{}_{}","object":"event","type":"{}","data":{{"object":{}}}}})", type, intent, type,
                     json_of(intent, intents_.at(intent)));
}

}  // namespace aisle::shop
