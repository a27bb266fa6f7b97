#pragma once
// Stripe's JSON objects -> our values. Reads network bytes: bounded, and whatever is missing or odd is an error.

#include <string_view>

#include "base/json/json_document.hpp"
#include "base/result.hpp"
#include "carts_orders/payments/provider.hpp"

namespace aisle::shop {

/// A PaymentIntent, as answers and events hold it. Errors: data_corrupt.
Result<ProviderIntent> read_stripe_intent(JsonValue object);
Result<ProviderIntent> read_stripe_intent(std::string_view body);

/// A Refund. Errors: data_corrupt.
Result<ProviderRefund> read_stripe_refund(JsonValue object);
Result<ProviderRefund> read_stripe_refund(std::string_view body);

/// An Event, already authenticated:
///   payment_intent.processing | payment_failed | canceled | succeeded   what they say
///   refund.created | refund.updated | refund.failed | charge.refund.updated   by the refund's status; none while pending
///   charge.refunded   the newest refund that it lists; nothing when, as in recent versions, it lists none
/// Everything else is `other`. Errors: invalid_argument, kind "bad_event".
Result<ProviderEvent> read_stripe_event(std::string_view body, std::string_view provider);

/// What an answer of 400 or above means. Transient: 409, 429, 5xx, and 401 and 403, which an operator mends. kDeclined:
/// 402. kNotVoidable: a cancelled intent in a state that cannot be cancelled.
Error read_stripe_error(int status, std::string_view body);
/// The intent that an error speaks of, when it does.
Result<ProviderIntent> read_stripe_error_intent(std::string_view body);

}  // namespace aisle::shop
