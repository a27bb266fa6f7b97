#pragma once
// A small Stripe: the PaymentIntents and Refunds that Aisle uses, with idempotency keys and errors as documented.

#include <map>
#include <string>
#include <utility>

#include "carts_orders/workers/http_exchange.hpp"

namespace aisle::shop {

/// Not thread-safe. Cards: "pm_card_visa" succeeds, "pm_card_visa_chargeDeclined" is declined, any other kind waits for
/// `confirm`.
class FakeStripe {
 public:
  HttpReply answer(const HttpCall& call);

  /// The shopper confirms in the browser: `status` is what becomes of it.
  void confirm(const std::string& intent, const std::string& status = "succeeded");
  /// A webhook's body about the intent as it is.
  std::string event(const std::string& type, const std::string& intent) const;

  std::size_t intents() const { return intents_.size(); }
  std::string secret_key = "sk_test_123";
  int fail_next = 0;  ///< so many calls are answered 500 after they took effect

 private:
  struct Intent {
    std::map<std::string, std::string> fields;
    std::string status;
    bool declined = false;
  };
  using Form = std::map<std::string, std::string>;
  HttpReply route(const HttpCall& call, const std::string& path);
  HttpReply create(const Form& form);
  HttpReply cancel(const std::string& id);
  HttpReply refund(const Form& form);
  std::string json_of(const std::string& id, const Intent& intent) const;

  std::map<std::string, Intent> intents_;
  std::map<std::string, std::string> refunds_;
  std::map<std::string, std::pair<std::string, HttpReply>> answers_;  ///< by idempotency key: the body and its answer
};

/// FakeStripe without a wire.
class FakeStripeExchange final : public HttpExchange {
 public:
  FakeStripeExchange(FakeStripe& stripe, std::function<void(std::function<void()>)> post)
      : stripe_(stripe), post_(std::move(post)) {}
  void send(HttpCall call, std::function<void(Result<HttpReply>)> done) override {
    last = call;
    post_([done = std::move(done), reply = stripe_.answer(call)] { done(reply); });
  }
  HttpCall last;

 private:
  FakeStripe& stripe_;
  const std::function<void(std::function<void()>)> post_;
};

}  // namespace aisle::shop
