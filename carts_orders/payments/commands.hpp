#pragma once
// What payment providers and the workers that call them report. Internal but for ApplyProviderEvent, which arrives as a
// signed webhook.

#include <cstdint>
#include <string>
#include <variant>

#include "carts_orders/id.hpp"

namespace aisle::shop {

/// A provider's notice, already authenticated and read.
struct ProviderEvent {
  enum class Type : std::uint8_t {
    payment_processing,
    payment_failed,
    payment_canceled,
    payment_succeeded,
    refund_failed,
    refund_succeeded,
    other,  ///< authentic, of no interest: remembered, changes nothing
  };
  std::string provider;
  std::string id;        ///< unique at the provider
  Type type = Type::other;
  std::string intent;
  Id order;              ///< from the intent's metadata; null when the provider did not say
  std::int64_t amount = 0;
  std::string currency;
  std::string refund;    ///< refund events: the provider's id, and ours from its metadata
  Id refund_id;
  std::string failure;   ///< the provider's code
  std::int32_t attempt = 0;  ///< of which payment of `order`, from the intent's metadata; 0 when the provider did not say
};

/// POST /payments/webhooks/{provider}: 200 once durable, for duplicates, unknown types and unknown orders alike.
struct ApplyProviderEvent {
  ProviderEvent event;
  std::string payload;  ///< raw, kept while the event is parked
};

/// What a worker learnt, with the job that it settles in the same commit.
struct IntentCreated {
  std::int64_t job = 0;
  Id order;
  std::int32_t attempt = 1;
  std::string intent;
  std::string client_secret;
};
/// The provider said no for good, or has no such method.
struct IntentRefused {
  std::int64_t job = 0;
  Id order;
  std::int32_t attempt = 1;
  std::string failure;
};
/// The provider gave up the intent (or had none): it can no longer capture.
struct IntentVoided {
  std::int64_t job = 0;
  Id order;
  std::int32_t attempt = 1;
};
/// The reconciler asked; `event` is what the provider's answer means (type `other`: still open, ask again).
struct IntentPolled {
  std::int64_t job = 0;
  ProviderEvent event;
};
struct RefundAccepted {
  std::int64_t job = 0;
  Id order;
  Id refund;
  std::string provider_refund;
  bool settled = false;  ///< money is on its way back; otherwise a webhook or a poll tells
};

using PaymentCommand = std::variant<ApplyProviderEvent, IntentCreated, IntentRefused, IntentVoided, IntentPolled, RefundAccepted>;

}  // namespace aisle::shop
