#include "carts_orders/payments/stripe_requests.hpp"

#include <algorithm>

#include "carts_orders/payments/stripe_money.hpp"

namespace aisle::shop {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

bool is_unreserved(char c) {
  const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || c == '-' || c == '_' || c == '.' || c == '~';
}

std::string percent_encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

std::string lower(std::string_view code) {
  std::string text(code);
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

HttpCall call_of(const StripeAccess& access, std::string method, std::string_view path) {
  HttpCall call;
  call.method = std::move(method);
  call.url = access.base_url + std::string(path);
  call.headers = {{"Authorization", "Bearer " + access.secret_key}, {"Stripe-Version", access.api_version}};
  call.allow_private = access.allow_private;
  call.timeout = access.timeout;
  return call;
}

HttpCall post(const StripeAccess& access, std::string_view path, const std::string& key, const Fields& fields) {
  HttpCall call = call_of(access, "POST", path);
  if (!key.empty()) call.headers.emplace_back("Idempotency-Key", key);
  call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  call.body = form_encode(fields);
  return call;
}

Error not_chargeable(const Money& money) {
  return {ErrorCode::invalid_argument, "Stripe cannot charge " + to_string(money), {}, "amount_invalid"};
}

}  // namespace

std::string form_encode(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += percent_encode(name) + '=' + percent_encode(value);
  }
  return body;
}

Result<HttpCall> stripe_create_intent(const StripeAccess& access, const IntentRequest& request) {
  const auto amount = stripe_amount(request.amount);
  if (!amount || *amount <= 0) return not_chargeable(request.amount);
  Fields fields = {{"amount", std::to_string(*amount)},
                   {"currency", lower(request.amount.currency.code())},
                   {"metadata[order_id]", to_string(request.order)},
                   {"metadata[attempt]", std::to_string(request.attempt)}};
  if (request.method.starts_with("pm_")) {
    // Redirects need a page to come back to, which the shop's own page would have to give.
    fields.insert(fields.end(), {{"payment_method", request.method},
                                 {"confirm", "true"},
                                 {"automatic_payment_methods[enabled]", "true"},
                                 {"automatic_payment_methods[allow_redirects]", "never"}});
  } else {
    fields.emplace_back("payment_method_types[]", request.method);
  }
  return post(access, "/v1/payment_intents", request.key, fields);
}

HttpCall stripe_fetch_intent(const StripeAccess& access, std::string_view intent) {
  return call_of(access, "GET", "/v1/payment_intents/" + percent_encode(intent));
}

HttpCall stripe_cancel_intent(const StripeAccess& access, std::string_view intent) {
  // Without a key: a cancel that failed because the intent was busy must not be answered from memory later.
  return post(access, "/v1/payment_intents/" + percent_encode(intent) + "/cancel", {},
              {{"cancellation_reason", "abandoned"}});
}

Result<HttpCall> stripe_refund(const StripeAccess& access, const RefundRequest& request) {
  const auto amount = stripe_amount(request.amount);
  if (!amount || *amount <= 0) return not_chargeable(request.amount);
  return post(access, "/v1/refunds", request.key,
              {{"payment_intent", request.intent},
               {"amount", std::to_string(*amount)},
               {"metadata[order_id]", to_string(request.order)},
               {"metadata[refund_id]", to_string(request.refund)}});
}

HttpCall stripe_fetch_refund(const StripeAccess& access, std::string_view refund) {
  return call_of(access, "GET", "/v1/refunds/" + percent_encode(refund));
}

}  // namespace aisle::shop
