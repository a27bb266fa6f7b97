#pragma once
// Messages through a mail server: smtp:// with STARTTLS, or smtps://, by libcurl.

#include <memory>
#include <string>

#include "carts_orders/notifications/message.hpp"
#include "carts_orders/workers/side_thread.hpp"

namespace aisle::shop {

struct SmtpSettings {
  std::string url;       ///< "smtps://mail.example.com", "smtp://mail.example.com:587"
  std::string user;      ///< empty: no authentication
  std::string password;
  std::string from;      ///< a mail address
  std::string hello;     ///< how we name ourselves in EHLO; empty: libcurl's choice
  bool allow_cleartext = false;  ///< smtp:// to a server without STARTTLS: for a relay on this machine only
  std::string ca_file;   ///< certificates trusted beside the system's; empty: the system's
  long connect_timeout_ms = 10'000;
  long timeout_ms = 30'000;
};

/// Lives on one executor; a thread of its own talks to the server, one message at a time, over a kept connection.
/// Messages to nobody succeed without being sent. A mail may arrive twice when the server's last answer was lost.
/// Errors: invalid_argument when the server refuses a message for good (5xx), unavailable for everything else.
class SmtpSink final : public MessageSink {
 public:
  /// Errors: invalid_argument for settings that cannot work.
  static Result<std::unique_ptr<SmtpSink>> open(SmtpSettings settings, Executor& executor);
  ~SmtpSink() override;
  std::string_view name() const override { return "smtp"; }
  void send(const Message& message, std::function<void(Status)> done) override;

 private:
  class Connection;
  SmtpSink(SmtpSettings settings, Executor& executor);
  const SmtpSettings settings_;
  std::unique_ptr<Connection> connection_;  ///< of the thread
  SideThread thread_;
};

}  // namespace aisle::shop
