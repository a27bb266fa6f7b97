#pragma once
// START HERE for notifications: a message as it goes out, and where it may go.

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/id.hpp"

namespace aisle::shop {

struct Message {
  std::string id;       ///< the same for every try: the job's idempotency key
  Id order;             ///< null for messages to the shop itself
  std::string notice;   ///< "confirmation", "payment_failed", "shipped", "refunded", "low_stock"
  std::string to;       ///< an e-mail address; empty when nobody is to get mail
  std::string subject;  ///< one line, UTF-8
  std::string text;     ///< UTF-8, lines end with \n
  std::string data;     ///< what the text was made from: a JSON object, for machines
  EpochMillis at = 0;   ///< when it was due, the same for every try
};

/// Asynchronous; lives on one executor. `done` is called exactly once, never from within `send`. Sending the same id
/// again is harmless as far as the medium allows; each sink says how far.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  virtual std::string_view name() const = 0;
  virtual void send(const Message& message, std::function<void(Status)> done) = 0;
};

/// One address "local@host" of letters, digits and the signs that RFC 5321 allows unquoted, at most 254 characters: what
/// may stand in a header and in an SMTP command. Everything else is refused, so that nothing can be injected.
bool is_mail_address(std::string_view text);

}  // namespace aisle::shop
