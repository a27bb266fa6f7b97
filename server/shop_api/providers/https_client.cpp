#include "server/shop_api/providers/https_client.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <list>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include "server/http/asio.hpp"
#include "server/shop_api/providers/address_rules.hpp"
#include "server/shop_api/providers/link.hpp"
#include "server/shop_api/providers/url.hpp"

namespace aisle::server::shop_api {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using http::Awaitable;
using http::ErrorCodeOf;
using Resolver = net::ip::basic_resolver<http::Tcp, http::Executor>;

constexpr std::uint32_t kMaxHeadBytes = 64u << 10;

bool is_public(const net::ip::address& address) {
  if (address.is_v4()) return shop_api::is_public(address.to_v4().to_uint());
  return shop_api::is_public(address.to_v6().to_bytes());
}

Error refused(std::string why) { return {ErrorCode::failed_precondition, std::move(why), "address_refused"}; }

bool is_http_error(const ErrorCodeOf& error) {
  return error.category() == make_error_code(beast::http::error::bad_method).category();
}

Error error_of(const ErrorCodeOf& error, const Url& url, const char* doing) {
  std::string message = fmt::format("{}:{}: {}: {}", url.host, url.port, doing, error.message());
  if (error == beast::http::error::body_limit || error == beast::http::error::header_limit) {
    return {ErrorCode::resource_exhausted, std::move(message)};
  }
  const bool hung_up = error == beast::http::error::end_of_stream || error == beast::http::error::partial_message;
  if (is_http_error(error) && !hung_up) return {ErrorCode::data_corrupt, std::move(message)};
  return {ErrorCode::unavailable, std::move(message)};
}

/// What may be connected to. Plain HTTP stays within the machine or the private network.
Result<Endpoints> allowed(const Resolver::results_type& found, const Url& url, bool allow_private) {
  Endpoints endpoints;
  for (const auto& entry : found) {
    const bool is_outside = is_public(entry.endpoint().address());
    if (url.tls ? (is_outside || allow_private) : (!is_outside && allow_private)) endpoints.push_back(entry.endpoint());
  }
  if (!endpoints.empty()) return endpoints;
  return refused(fmt::format("{}: {}", url.host,
                             url.tls ? "its address is private, which is not allowed for this target"
                                     : "plain http is for private addresses, where they are allowed"));
}

BeastRequest build(const shop::HttpCall& call, const Url& url, const std::string& user_agent) {
  BeastRequest request;
  request.version(11);
  request.method_string(call.method);
  request.target(url.target);
  request.set(beast::http::field::host, url.host_header);
  request.set(beast::http::field::user_agent, user_agent);
  request.set(beast::http::field::accept, "application/json");
  for (const auto& [name, value] : call.headers) request.set(name, value);
  request.body() = call.body;
  request.prepare_payload();
  return request;
}

shop::HttpReply take(BeastParser& parser) {
  auto& message = parser.get();
  shop::HttpReply reply;
  reply.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    reply.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  reply.body = std::move(message.body());
  return reply;
}

/// Header values come from configuration and ids: a line break among them would be a second header.
bool has_line_break(const shop::HttpCall& call) {
  for (const auto& [name, value] : call.headers) {
    if (name.find_first_of("\r\n:") != name.npos || value.find_first_of("\r\n") != value.npos) return true;
  }
  return call.method.find_first_of("\r\n ") != call.method.npos;
}

}  // namespace

/// Everything that calls under way share; they hold it alive, and `closed` tells them that their owner is gone.
class HttpsClient::Shared : public std::enable_shared_from_this<Shared> {
 public:
  Shared(HttpsSettings settings, AsioExecutor& executor)
      : settings_(std::move(settings)), executor_(executor), tls_(net::ssl::context::tls_client) {}

  Status prepare() {
    ErrorCodeOf error;
    tls_.set_default_verify_paths(error);
    if (!error && !settings_.ca_file.empty()) tls_.load_verify_file(settings_.ca_file, error);
    if (error) return Error(ErrorCode::invalid_argument, "the trusted certificates cannot be read: " + error.message());
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
    return {};
  }

  void start(shop::HttpCall call, std::function<void(Result<shop::HttpReply>)> done);
  void close();

 private:
  /// One call under way.
  struct Running {
    explicit Running(http::Executor executor) : timer(executor), resolver(executor) {}
    http::Timer timer;
    Resolver resolver;
    std::unique_ptr<Link> link;
    bool timed_out = false;
    void cut() {
      resolver.cancel();
      if (link) link->cut();
    }
  };
  struct Idle {
    std::unique_ptr<Link> link;
    std::chrono::steady_clock::time_point since;
  };

  http::Executor executor() { return executor_.io().get_executor(); }
  void watch(const std::shared_ptr<Running>& running, EpochMillis timeout);
  Awaitable<Result<shop::HttpReply>> run(std::shared_ptr<Running> running, const shop::HttpCall& call);
  Awaitable<Result<shop::HttpReply>> exchange(std::shared_ptr<Running> running, const shop::HttpCall& call, const Url& url,
                                              bool kept);
  Awaitable<Status> connect(std::shared_ptr<Running> running, const shop::HttpCall& call, const Url& url);
  static std::string pool_key(const Url& url, bool allow_private);
  std::unique_ptr<Link> take_idle(const std::string& key);
  void keep(const std::string& key, std::unique_ptr<Link> link);

  const HttpsSettings settings_;
  AsioExecutor& executor_;
  net::ssl::context tls_;
  bool closed_ = false;
  std::unordered_set<std::shared_ptr<Running>> running_;
  std::map<std::string, std::list<Idle>> idle_;
};

void HttpsClient::Shared::start(shop::HttpCall call, std::function<void(Result<shop::HttpReply>)> done) {
  auto task = [self = shared_from_this(), call = std::move(call), done = std::move(done)]() -> Awaitable<void> {
    const auto running = std::make_shared<Running>(self->executor());
    self->running_.insert(running);
    self->watch(running, call.timeout);
    Result<shop::HttpReply> reply = co_await self->run(running, call);
    running->timer.cancel();
    self->running_.erase(running);
    if (self->closed_) co_return;
    if (running->timed_out) reply = Error(ErrorCode::deadline_exceeded, call.url + ": no answer in time");
    done(std::move(reply));
  };
  // Posted, so that nothing completes from within the caller's call.
  executor_.post([self = shared_from_this(), task = std::make_shared<decltype(task)>(std::move(task))] {
    if (!self->closed_) net::co_spawn(self->executor(), [task] { return (*task)(); }, net::detached);
  });
}

void HttpsClient::Shared::watch(const std::shared_ptr<Running>& running, EpochMillis timeout) {
  running->timer.expires_after(std::chrono::milliseconds(timeout));
  running->timer.async_wait([weak = std::weak_ptr(running)](const ErrorCodeOf& error) {
    const auto late = weak.lock();
    if (error || !late) return;
    late->timed_out = true;
    late->cut();
  });
}

void HttpsClient::Shared::close() {
  closed_ = true;
  idle_.clear();
  for (const auto& running : running_) {
    running->timer.cancel();
    running->cut();
  }
}

Awaitable<Result<shop::HttpReply>> HttpsClient::Shared::run(std::shared_ptr<Running> running, const shop::HttpCall& call) {
  const Result<Url> url = parse_url(call.url);
  if (!url) co_return Error(url.error());
  if (has_line_break(call)) co_return Error(ErrorCode::invalid_argument, "a header holds a line break");
  if (!url->tls && !call.allow_private) co_return refused(url->host + ": plain http is not allowed for this target");
  running->link = take_idle(pool_key(*url, call.allow_private));
  if (running->link) {
    Result<shop::HttpReply> reply = co_await exchange(running, call, *url, true);
    const bool was_closed = !reply && reply.error().code == ErrorCode::unavailable;
    if (!was_closed || running->timed_out) co_return reply;
  }
  const Status connected = co_await connect(running, call, *url);
  if (!connected) co_return Error(connected.error());
  Result<shop::HttpReply> reply = co_await exchange(running, call, *url, false);
  co_return reply;
}

Awaitable<Status> HttpsClient::Shared::connect(std::shared_ptr<Running> running, const shop::HttpCall& call, const Url& url) {
  ErrorCodeOf error;
  auto token = net::redirect_error(http::kAwait, error);
  const std::string port = std::to_string(url.port);
  const auto found = co_await running->resolver.async_resolve(url.host, port, token);
  if (error) co_return error_of(error, url, "looking up the host");
  const Result<Endpoints> endpoints = allowed(found, url, call.allow_private);
  if (!endpoints) co_return Error(endpoints.error());
  running->link = url.tls ? make_tls_link(executor(), tls_, url.host) : make_plain_link(executor());
  if (running->timed_out || closed_) co_return Error(ErrorCode::deadline_exceeded, "cut");
  error = co_await running->link->open(*endpoints);
  if (error) co_return error_of(error, url, "connecting");
  co_return Status();
}

Awaitable<Result<shop::HttpReply>> HttpsClient::Shared::exchange(std::shared_ptr<Running> running, const shop::HttpCall& call,
                                                                 const Url& url, bool kept) {
  const BeastRequest request = build(call, url, settings_.user_agent);
  ErrorCodeOf error = co_await running->link->write(request);
  if (error) co_return error_of(error, url, kept ? "sending on a kept connection" : "sending");
  BeastParser parser;
  parser.body_limit(settings_.max_answer_bytes);
  parser.header_limit(kMaxHeadBytes);
  error = co_await running->link->read(parser, settings_.max_answer_bytes + 2 * kMaxHeadBytes);
  if (error) co_return error_of(error, url, "reading the answer");
  const bool reusable = parser.keep_alive() && !running->timed_out && !closed_;
  if (reusable) keep(pool_key(url, call.allow_private), std::move(running->link));
  co_return take(parser);
}

std::string HttpsClient::Shared::pool_key(const Url& url, bool allow_private) {
  return fmt::format("{}|{}|{}|{}", url.tls, url.host, url.port, allow_private);
}

std::unique_ptr<Link> HttpsClient::Shared::take_idle(const std::string& key) {
  std::list<Idle>& kept = idle_[key];
  const auto oldest = std::chrono::steady_clock::now() - std::chrono::milliseconds(settings_.idle_for);
  while (!kept.empty() && kept.front().since < oldest) kept.pop_front();
  if (kept.empty()) return nullptr;
  auto link = std::move(kept.back().link);
  kept.pop_back();
  return link;
}

void HttpsClient::Shared::keep(const std::string& key, std::unique_ptr<Link> link) {
  std::list<Idle>& kept = idle_[key];
  kept.push_back({std::move(link), std::chrono::steady_clock::now()});
  if (kept.size() > settings_.idle_per_host) kept.pop_front();
}

Result<std::unique_ptr<HttpsClient>> HttpsClient::open(HttpsSettings settings, AsioExecutor& executor) {
  auto shared = std::make_shared<Shared>(std::move(settings), executor);
  if (auto prepared = shared->prepare(); !prepared) return std::move(prepared).error();
  return std::unique_ptr<HttpsClient>(new HttpsClient(std::move(shared)));
}

HttpsClient::HttpsClient(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
HttpsClient::~HttpsClient() { shared_->close(); }

void HttpsClient::send(shop::HttpCall call, std::function<void(Result<shop::HttpReply>)> done) {
  shared_->start(std::move(call), std::move(done));
}

}  // namespace aisle::server::shop_api
