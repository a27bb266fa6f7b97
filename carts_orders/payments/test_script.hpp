#pragma once
// How a payment with the built-in test provider goes: the payment method is "test_" and words joined by "+".
//
//   ok                     succeeds after the provider's outcome delay; what every script does that says nothing else
//   decline                is declined: "card_declined"
//   insufficient_funds     is declined: "insufficient_funds"
//   expired_card           is declined: "expired_card"
//   open                   the shopper walked away: no outcome ever, unless voided
//   slow_<ms>              the outcome comes after so many milliseconds
//   late_<ms>              likewise, and it cannot be stopped: the intent is processing (which a webhook tells) and
//                          voiding it is refused
//   duplicate[_<n>]        every webhook is delivered n times (2), apart
//   reorder                a processing notice is delivered after the outcome that it should precede
//   lost_webhook           webhooks of outcome and refunds are never sent: only asking tells
//   webhook_delay_<ms>     webhooks are delivered so much later
//   forged_webhook         before the true one come notices of the opposite: signed with another secret, an hour old,
//                          from the future, changed after signing
//   wrong_amount[_<n>]     n (1) minor units less are captured
//   error[_<n>]            the first n (2) calls that create the intent fail; every second of them did create it
//   hang                   the first call that creates the intent does, but its answer never comes
//   refund_fail[_<n>]      the first n (1) refunds fail
//   refund_slow_<ms>       refunds take so long
//
// "test_decline", "test_slow_500+duplicate+reorder".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace aisle::shop {

struct TestScript {
  enum class Outcome : std::uint8_t { succeed, fail, none };
  Outcome outcome = Outcome::succeed;
  std::string failure;                 ///< the code, when it fails
  std::optional<EpochMillis> delay;    ///< of the outcome
  bool unstoppable = false;
  std::int32_t copies = 1;
  bool reorder = false;
  bool lost_webhook = false;
  EpochMillis webhook_delay = 0;
  bool forged_webhook = false;
  std::int64_t amount_missing = 0;
  std::int32_t create_errors = 0;
  bool hang = false;
  std::int32_t refund_failures = 0;
  std::optional<EpochMillis> refund_delay;
};

/// Nothing for a method that is not "test_" and known words. Numbers are at most 10^9. Total, linear.
std::optional<TestScript> parse_test_script(std::string_view method);
/// A method that reads back as the same script.
std::string to_string(const TestScript& script);

}  // namespace aisle::shop
