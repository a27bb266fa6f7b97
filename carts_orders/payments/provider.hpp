#pragma once
// START HERE for payments: what Aisle asks of whoever takes the money. Every call may be made again with the same
// idempotency key, after a crash or an answer that never came, and then has no second effect.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/money/money.hpp"
#include "carts_orders/payments/commands.hpp"

namespace aisle::shop {

/// Called exactly once, on the executor, never from within the call that takes it.
template <class T>
using Callback = std::function<void(Result<T>)>;

/// Will the same call work later? What is not transient is final: the method was refused, the request was wrong.
bool is_transient(const Error& error);

/// Kinds of errors that a caller acts on; every other error is judged by `is_transient`.
inline constexpr std::string_view kDeclined = "declined";           ///< `subject`: the provider's code
inline constexpr std::string_view kNotVoidable = "not_voidable";    ///< captured already, or being captured

/// What a provider knows of an intent to pay.
struct ProviderIntent {
  enum class Status : std::uint8_t {
    open,        ///< waits for the shopper
    processing,  ///< may still end either way; cannot be voided
    succeeded,
    failed,      ///< the last try was declined
    voided,
  };
  std::string id;
  std::string client_secret;
  Status status = Status::open;
  Id order;                      ///< from its metadata; null when it has none
  std::int64_t received = 0;     ///< captured, in minor units
  std::string currency;          ///< ISO 4217, upper-case
  std::string failure;           ///< the provider's code, when failed
};

struct ProviderRefund {
  enum class Status : std::uint8_t { pending, succeeded, failed };
  std::string id;
  Status status = Status::pending;
  std::int64_t amount = 0;
  std::string failure;
};

struct IntentRequest {
  Id order;
  std::int32_t attempt = 1;
  Money amount;
  std::string method;  ///< the shopper's choice
  std::string key;     ///< the idempotency key: the same request again has no second effect
};

struct RefundRequest {
  Id order;
  Id refund;           ///< ours
  std::string intent;
  Money amount;
  std::string key;
};

/// Asynchronous; lives on one executor. `verify_and_read_webhook` may be called by any thread.
class PaymentProvider {
 public:
  virtual ~PaymentProvider() = default;

  /// As in settings and in `ProviderEvent::provider`.
  virtual std::string_view name() const = 0;

  /// Errors: kDeclined when the method is refused for good.
  virtual void create_intent(const IntentRequest& request, Callback<ProviderIntent> done) = 0;
  virtual void fetch_intent(const std::string& intent, Callback<ProviderIntent> done) = 0;
  /// From success on, the intent can never capture. Voiding twice is success. Errors: kNotVoidable.
  virtual void void_intent(const std::string& intent, Callback<ProviderIntent> done) = 0;
  virtual void refund(const RefundRequest& request, Callback<ProviderRefund> done) = 0;
  virtual void fetch_refund(const std::string& refund, Callback<ProviderRefund> done) = 0;

  /// Authenticates the raw bytes of a webhook, then reads them. `signature` is the header's value.
  /// Errors: invalid_argument, kind "bad_signature" (its message is for the log, not for the sender) or "bad_event".
  virtual Result<ProviderEvent> verify_and_read_webhook(std::string_view body, std::string_view signature,
                                                        EpochMillis now) const = 0;
  /// The header that carries the signature: "Stripe-Signature".
  virtual std::string_view signature_header() const = 0;
};

/// What a polled intent or refund means, as the webhook that should have told it. Its id is new for every status, so
/// that the same poll twice is one event.
ProviderEvent event_of(std::string_view provider, const ProviderIntent& intent);
ProviderEvent event_of(std::string_view provider, const ProviderRefund& refund, const RefundRequest& request);

}  // namespace aisle::shop
