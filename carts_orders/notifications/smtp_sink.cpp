#include "carts_orders/notifications/smtp_sink.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>

#include "carts_orders/notifications/mail_format.hpp"

namespace aisle::shop {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

/// What libcurl still has to read of a mail.
struct Unread {
  std::string_view text;
};

std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* unread_pointer) {
  auto& unread = *static_cast<Unread*>(unread_pointer);
  const std::size_t given = std::min(size * count, unread.text.size());
  std::memcpy(buffer, unread.text.data(), given);
  unread.text.remove_prefix(given);
  return given;
}

void initialise_library() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Status check(const SmtpSettings& settings) {
  const auto wrong = [](const char* what) { return Error(ErrorCode::invalid_argument, what); };
  if (!settings.url.starts_with("smtp://") && !settings.url.starts_with("smtps://")) {
    return wrong("the mail server's URL must begin with smtp:// or smtps://");
  }
  if (!is_mail_address(settings.from)) return wrong("the sender of mail is not a mail address");
  if (!settings.user.empty() && settings.allow_cleartext) return wrong("a password must not travel in the clear");
  return {};
}

}  // namespace

/// One libcurl handle, which keeps its connection between mails.
class SmtpSink::Connection {
 public:
  explicit Connection(const SmtpSettings& settings) : settings_(settings), handle_(curl_easy_init()) {}

  Status send(const std::string& to, const std::string& mail) {
    if (!handle_) return Error(ErrorCode::unavailable, "libcurl has no memory");
    const std::unique_ptr<curl_slist, FreeList> recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()));
    Unread unread{mail};
    std::array<char, CURL_ERROR_SIZE> why{};
    prepare(recipients.get(), unread, why.data());
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code == CURLE_OK) return {};
    long answer = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &answer);
    const std::string message = fmt::format("mail: {} ({})", why[0] != '\0' ? why.data() : curl_easy_strerror(code), answer);
    // A refused recipient or message is final; a refused login or sender is ours to mend, then the mail goes out.
    const bool refused = answer >= 500 && answer < 600 && code != CURLE_LOGIN_DENIED;
    return Error(refused ? ErrorCode::invalid_argument : ErrorCode::unavailable, message);
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_.get(), option, value);
  }

  void prepare(curl_slist* recipients, Unread& unread, char* why) {
    curl_easy_reset(handle_.get());  // keeps the connection
    const std::string url = settings_.hello.empty() ? settings_.url : settings_.url + "/" + settings_.hello;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL, static_cast<long>(settings_.allow_cleartext ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!settings_.ca_file.empty()) set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    if (!settings_.user.empty()) {
      set(CURLOPT_USERNAME, settings_.user.c_str());
      set(CURLOPT_PASSWORD, settings_.password.c_str());
    }
    set(CURLOPT_MAIL_FROM, ("<" + settings_.from + ">").c_str());
    set(CURLOPT_MAIL_RCPT, recipients);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &give_bytes);
    set(CURLOPT_READDATA, static_cast<void*>(&unread));
    set(CURLOPT_CONNECTTIMEOUT_MS, settings_.connect_timeout_ms);
    set(CURLOPT_TIMEOUT_MS, settings_.timeout_ms);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, why);
  }

  const SmtpSettings& settings_;
  const std::unique_ptr<CURL, FreeHandle> handle_;
};

Result<std::unique_ptr<SmtpSink>> SmtpSink::open(SmtpSettings settings, Executor& executor) {
  if (auto checked = check(settings); !checked) return std::move(checked).error();
  initialise_library();
  return std::unique_ptr<SmtpSink>(new SmtpSink(std::move(settings), executor));
}

SmtpSink::SmtpSink(SmtpSettings settings, Executor& executor)
    : settings_(std::move(settings)), connection_(std::make_unique<Connection>(settings_)), thread_(executor) {}
SmtpSink::~SmtpSink() = default;

void SmtpSink::send(const Message& message, std::function<void(Status)> done) {
  if (message.to.empty()) return thread_.run([] { return Status(); }, std::move(done));
  thread_.run([connection = connection_.get(), to = message.to,
               mail = format_mail(message, settings_.from)] { return connection->send(to, mail); },
              std::move(done));
}

}  // namespace aisle::shop
