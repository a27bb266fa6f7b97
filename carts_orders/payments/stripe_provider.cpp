#include "carts_orders/payments/stripe_provider.hpp"

#include <utility>

#include "carts_orders/payments/stripe_objects.hpp"
#include "carts_orders/payments/webhook_signature.hpp"

namespace aisle::shop {
namespace {

/// No answer: a wrong address or a reply that is not HTTP today may be right tomorrow, and the key makes asking safe.
Error unanswered(const Error& error) {
  const bool timed_out = error.code == ErrorCode::deadline_exceeded;
  return {timed_out ? ErrorCode::deadline_exceeded : ErrorCode::unavailable, "Stripe: " + error.message};
}

Result<ProviderIntent> read_intent(const Result<HttpReply>& reply) {
  if (!reply) return unanswered(reply.error());
  if (reply->status >= 300) return read_stripe_error(reply->status, reply->body);
  return read_stripe_intent(reply->body);
}

Result<ProviderRefund> read_refund(const Result<HttpReply>& reply) {
  if (!reply) return unanswered(reply.error());
  if (reply->status >= 300) return read_stripe_error(reply->status, reply->body);
  return read_stripe_refund(reply->body);
}

/// Cancelling what is cancelled is an error that shows the cancelled intent.
Result<ProviderIntent> read_cancelled(const Result<HttpReply>& reply) {
  auto intent = read_intent(reply);
  if (intent || intent.error().kind != kNotVoidable) return intent;
  auto shown = read_stripe_error_intent(reply->body);
  if (shown && shown->status == ProviderIntent::Status::voided) return shown;
  return intent;
}

}  // namespace

void StripeProvider::create_intent(const IntentRequest& request, Callback<ProviderIntent> done) {
  auto call = stripe_create_intent(settings_.access, request);
  if (!call) return executor_.post([done = std::move(done), error = call.error()] { done(error); });
  http_.send(*std::move(call), [done = std::move(done)](const Result<HttpReply>& reply) { done(read_intent(reply)); });
}

void StripeProvider::fetch_intent(const std::string& intent, Callback<ProviderIntent> done) {
  http_.send(stripe_fetch_intent(settings_.access, intent),
             [done = std::move(done)](const Result<HttpReply>& reply) { done(read_intent(reply)); });
}

void StripeProvider::void_intent(const std::string& intent, Callback<ProviderIntent> done) {
  http_.send(stripe_cancel_intent(settings_.access, intent),
             [done = std::move(done)](const Result<HttpReply>& reply) { done(read_cancelled(reply)); });
}

void StripeProvider::refund(const RefundRequest& request, Callback<ProviderRefund> done) {
  auto call = stripe_refund(settings_.access, request);
  if (!call) return executor_.post([done = std::move(done), error = call.error()] { done(error); });
  http_.send(*std::move(call), [done = std::move(done)](const Result<HttpReply>& reply) { done(read_refund(reply)); });
}

void StripeProvider::fetch_refund(const std::string& refund, Callback<ProviderRefund> done) {
  http_.send(stripe_fetch_refund(settings_.access, refund),
             [done = std::move(done)](const Result<HttpReply>& reply) { done(read_refund(reply)); });
}

Result<ProviderEvent> StripeProvider::verify_and_read_webhook(std::string_view body, std::string_view signature,
                                                              EpochMillis now) const {
  if (auto verified = verify_webhook(settings_.webhook_secrets, body, signature, now); !verified) {
    return std::move(verified).error();
  }
  return read_stripe_event(body, settings_.name);
}

}  // namespace aisle::shop
