#include "carts_orders/notifications/smtp_sink.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <thread>

#include "base/mutex.hpp"
#include "carts_orders/payments/provider.hpp"
#include "tests/carts_orders/workers/waiting_executor.hpp"

namespace aisle::shop {
namespace {

using ::testing::HasSubstr;

/// A mail server on this machine that takes everything, but recipients beginning with "refused" and "later".
class TinyMailServer {
 public:
  TinyMailServer() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    ::listen(listener_, 4);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  ~TinyMailServer() {
    ::shutdown(listener_, SHUT_RDWR);
    ::shutdown(serving_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> mails() {
    MutexLock lock(mutex_);
    return mails_;
  }
  std::atomic<int> connections = 0;

 private:
  void accept_all() {
    for (;;) {
      serving_ = ::accept(listener_, nullptr, nullptr);
      if (serving_ < 0) return;
      ++connections;
      converse();
      ::close(serving_.exchange(-1));
    }
  }
  void say(const std::string& line) { (void)!::write(serving_, (line + "\r\n").data(), line.size() + 2); }
  std::optional<std::string> hear() {
    for (;;) {
      if (const std::size_t end = heard_.find("\r\n"); end != heard_.npos) {
        std::string line = heard_.substr(0, end);
        heard_.erase(0, end + 2);
        return line;
      }
      char block[1024];
      const ssize_t got = ::read(serving_, block, sizeof block);
      if (got <= 0) return std::nullopt;
      heard_.append(block, static_cast<std::size_t>(got));
    }
  }
  void converse() {
    heard_.clear();
    say("220 ready");
    while (const auto line = hear()) {
      if (line->starts_with("RCPT TO:<refused")) say("550 no such mailbox");
      else if (line->starts_with("RCPT TO:<later")) say("451 try later");
      else if (line->starts_with("QUIT")) return say("221 bye");
      else if (*line == "DATA") take_mail();
      else say("250 ok");
    }
  }
  void take_mail() {
    say("354 go on");
    std::string mail;
    for (auto line = hear(); line && *line != "."; line = hear()) mail += *line + "\n";
    MutexLock lock(mutex_);
    mails_.push_back(mail);
    say("250 taken");
  }

  const int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> serving_ = -1;
  std::string heard_;
  Mutex mutex_;
  std::vector<std::string> mails_ AISLE_GUARDED_BY(mutex_);
  std::thread thread_;
};

struct SmtpSinkTest : ::testing::Test {
  SmtpSettings settings() {
    SmtpSettings made;
    made.url = server.url();
    made.from = "shop@aisle.example";
    made.allow_cleartext = true;
    return made;
  }
  Status send(SmtpSink& sink, const std::string& to, const std::string& text = "Hello.\n") {
    Message message;
    message.id = "order:notify:shipped";
    message.to = to;
    message.subject = "Subject";
    message.text = text;
    std::optional<Status> sent;
    sink.send(message, [&](Status status) { sent = std::move(status); });
    EXPECT_TRUE(executor.run_until([&] { return sent.has_value(); }));
    return sent.value_or(Error(ErrorCode::deadline_exceeded, "never answered"));
  }
  TinyMailServer server;
  WaitingExecutor executor;
};

TEST_F(SmtpSinkTest, DeliversOverOneConnection) {
  auto sink = SmtpSink::open(settings(), executor);
  ASSERT_TRUE(sink);
  ASSERT_TRUE(send(**sink, "one@example.com"));
  ASSERT_TRUE(send(**sink, "two@example.com", "first\n.\nlast\n"));
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_THAT(mails[0], HasSubstr("To: one@example.com"));
  EXPECT_THAT(mails[1], HasSubstr("\nfirst\n..\nlast\n")) << "a lone dot does not end the mail";
  EXPECT_EQ(server.connections, 1);
}

TEST_F(SmtpSinkTest, TellsRefusalsForGoodFromThoseForNow) {
  auto sink = SmtpSink::open(settings(), executor);
  const Status refused = send(**sink, "refused@example.com");
  ASSERT_FALSE(refused);
  EXPECT_FALSE(is_transient(refused.error())) << refused.error().message;
  const Status later = send(**sink, "later@example.com");
  ASSERT_FALSE(later);
  EXPECT_TRUE(is_transient(later.error())) << later.error().message;
  EXPECT_TRUE(send(**sink, "fine@example.com"));
}

TEST_F(SmtpSinkTest, SendsNothingInTheClearUnlessAllowed) {
  SmtpSettings strict = settings();
  strict.allow_cleartext = false;
  auto sink = SmtpSink::open(strict, executor);
  ASSERT_TRUE(sink);
  const Status sent = send(**sink, "one@example.com");
  ASSERT_FALSE(sent);
  EXPECT_TRUE(is_transient(sent.error()));
  EXPECT_TRUE(server.mails().empty());
}

TEST_F(SmtpSinkTest, SendsNothingToNobody) {
  auto sink = SmtpSink::open(settings(), executor);
  EXPECT_TRUE(send(**sink, ""));
  EXPECT_EQ(server.connections, 0);
}

TEST_F(SmtpSinkTest, RefusesSettingsThatCannotWork) {
  SmtpSettings wrong = settings();
  wrong.url = "http://mail.example.com";
  EXPECT_FALSE(SmtpSink::open(wrong, executor));
  wrong = settings();
  wrong.from = "not an address";
  EXPECT_FALSE(SmtpSink::open(wrong, executor));
  wrong = settings();
  wrong.user = "user";
  EXPECT_FALSE(SmtpSink::open(wrong, executor)) << "a password in the clear";
}

TEST(SmtpSink, FailsForNowWhenNobodyListens) {
  WaitingExecutor executor;
  SmtpSettings settings;
  settings.url = "smtp://127.0.0.1:1";
  settings.from = "shop@aisle.example";
  settings.allow_cleartext = true;
  auto sink = SmtpSink::open(settings, executor);
  ASSERT_TRUE(sink);
  std::optional<Status> sent;
  Message message;
  message.id = "x";
  message.to = "a@b";
  (*sink)->send(message, [&](Status status) { sent = std::move(status); });
  ASSERT_TRUE(executor.run_until([&] { return sent.has_value(); }));
  ASSERT_FALSE(sent->ok());
  EXPECT_TRUE(is_transient(sent->error()));
}

}  // namespace
}  // namespace aisle::shop
