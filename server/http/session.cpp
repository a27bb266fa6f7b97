#include "server/http/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

#include "server/http/chunked_body_reader.hpp"
#include "server/http/counted_body_reader.hpp"
#include "server/http/io_thread.hpp"
#include "server/http/request_id.hpp"
#include "server/http/route_access.hpp"
#include "server/http/sole_owner.hpp"
#include "server/http/uri.hpp"
#include "server/http/wire.hpp"
#include "server/log/log.hpp"

namespace aisle::server::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kHeadReadBytes = 8u << 10;
constexpr std::size_t kLingerReadBytes = 64u << 10;
constexpr std::size_t kSmallBodyBytes = 4u << 10;
constexpr std::size_t kMostKeptBytes = 8u << 10;  // of an idle connection's memory for answers
constexpr std::size_t kBodyProgressBytes = 4u << 10;
constexpr std::size_t kWriteBytes = 256u << 10;
constexpr std::size_t kLargestBodyReadToRefuse = 64u << 10;
constexpr std::size_t kMostBytesLingered = 1u << 20;
constexpr auto kLinger = 2s;

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto item = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (equal_ignoring_case(item, token)) return true;
  }
  return false;
}

bool announces_large_body(const Head& head) {
  return head.chunked || head.content_length.value_or(0) > kLargestBodyReadToRefuse;
}

}  // namespace

Session::Session(std::shared_ptr<ServerContext> context, IoThread& thread, Socket socket)
    : context_(std::move(context)), thread_(thread), socket_(std::move(socket)), wake_(thread.io().get_executor()) {
  context_->metrics.connections_open.fetch_add(1, std::memory_order_relaxed);
}

Session::~Session() {
  if (exchange_) exchange_->on_answer(nullptr);
  thread_.remove(*this);
  thread_.count_connection(-1);
  context_->metrics.connections_open.fetch_sub(1, std::memory_order_relaxed);
}

Awaitable<void> Session::run() {
  thread_.add(*this);
  ErrorCodeOf ignored;
  const auto peer = socket_.remote_endpoint(ignored);
  if (!ignored) remote_address_ = peer.address().to_string();
  socket_.set_option(Tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  try {
    bool open = true;
    while (open) open = co_await serve_one();
  } catch (const std::exception& failure) {
    log::error("connection failed", {{"remote", remote_address_}, {"what", failure.what()}});
  }
  socket_.close(ignored);
}

Awaitable<bool> Session::serve_one() {
  expired_ = false;
  enter(Phase::idle, context_->options.timeouts.idle, idle_since_);
  if (buffer_.size() == 0) {
    if (context_->draining) co_return false;
    ErrorCodeOf error;
    const auto room = buffer_.prepare(kHeadReadBytes);
    const std::size_t read = co_await socket_.async_read_some(room, net::redirect_error(kAwait, error));
    if (!arrived(read, error)) co_return false;
  }
  std::size_t head_bytes = whole_head();
  if (head_bytes == 0) head_bytes = co_await read_head();
  if (head_bytes == 0) co_return false;
  const auto fault = check_head(buffered().substr(0, head_bytes), context_->options.limits.header_fields, head_);
  if (fault) {
    co_await refuse(fault->status, "illegal_argument_exception", fault->reason);
    co_return false;
  }
  begin_exchange();
  auto refusal = refusal_for();
  if (refusal && announces_large_body(head_)) {
    keep_alive_ = false;
  } else if (!take_body(head_bytes)) {
    const bool read = co_await read_body(head_bytes);
    if (!read) co_return false;
  }
  enter(Phase::handling, 0ms);
  exchange_->dispatch(std::move(refusal));
  if (!exchange_->answered()) co_await wait_for_answer();
  idle_since_ = std::chrono::steady_clock::now();
  const auto took = idle_since_ - exchange_->started;
  Unsent unsent = prepare_answer(took);
  bool written = send_now(unsent);
  if (written && !unsent.empty()) {
    written = co_await write_rest(unsent);
    idle_since_ = std::chrono::steady_clock::now();
  }
  log_request(exchange_->response(), took);
  end_exchange();
  if (written && !keep_alive_) co_await linger();
  co_return written && keep_alive_;
}

std::string_view Session::buffered() const {
  const auto bytes = buffer_.data();
  return {static_cast<const char*>(bytes.data()), bytes.size()};
}

void Session::enter(Phase phase, std::chrono::milliseconds limit, Instant now) {
  phase_ = phase;
  deadline_ = limit.count() > 0 ? now + limit : Instant::max();
}

void Session::sweep(Instant now) {
  if (phase_ == Phase::handling) return watch_handler(now);
  if (now < deadline_ || expired_) return;
  expired_ = true;
  context_->metrics.timeouts.fetch_add(phase_ == Phase::idle ? 0 : 1, std::memory_order_relaxed);
  ErrorCodeOf ignored;
  socket_.cancel(ignored);
}

/// Nobody may want the answer any more that is being worked on.
void Session::watch_handler(Instant now) {
  if (!exchange_ || exchange_->answered()) return;
  const bool late = now >= exchange_->request.deadline;
  if (late || peer_is_gone()) exchange_->request.cancel.cancel();
}

void Session::close_if_idle() {
  if (phase_ != Phase::idle) return;
  expired_ = true;
  ErrorCodeOf ignored;
  socket_.cancel(ignored);
}

void Session::cut() {
  if (exchange_) exchange_->request.cancel.cancel();
  ErrorCodeOf ignored;
  socket_.close(ignored);
}

/// Counts what was read; false when the connection is at its end.
bool Session::arrived(std::size_t bytes, const ErrorCodeOf& error) {
  buffer_.commit(bytes);
  context_->metrics.bytes_received.fetch_add(bytes, std::memory_order_relaxed);
  if (error == net::error::eof) peer_closed_ = true;
  return !error;
}

Awaitable<bool> Session::read_some(std::size_t at_most) {
  ErrorCodeOf error;
  const auto room = buffer_.prepare(at_most);
  const std::size_t read = co_await socket_.async_read_some(room, net::redirect_error(kAwait, error));
  co_return arrived(read, error);
}

/// The size of the head if it is here; 0 when it must be waited for, or looked at more closely.
std::size_t Session::whole_head() const {
  std::size_t from = 0;
  const auto bytes = buffered();
  const std::size_t size = bytes.starts_with('\r') ? 0 : head_size(bytes, from);
  return size <= context_->options.limits.header_bytes ? size : 0;
}

Awaitable<std::size_t> Session::read_head() {
  const std::size_t limit = context_->options.limits.header_bytes;
  std::size_t searched = 0;
  for (;;) {
    if (searched == 0 && buffered().starts_with("\r\n")) buffer_.consume(2);  // RFC 9112, 2.2
    const std::size_t size = head_size(buffered(), searched);
    if (size > limit || (size == 0 && buffer_.size() > limit)) {
      co_await refuse(431, "too_long_http_header_exception", fmt::format("HTTP header is larger than {} bytes", limit));
      co_return 0;
    }
    if (size > 0) co_return size;
    if (has_bare_line_feed(buffered())) {
      co_await refuse(400, "illegal_argument_exception", "a line of the head does not end in CR LF");
      co_return 0;
    }
    if (buffer_.size() > 0 && phase_ == Phase::idle) enter(Phase::head, context_->options.timeouts.header);
    if (buffer_.size() == 0 && context_->draining) co_return 0;
    const bool read = co_await read_some(kHeadReadBytes);
    if (read) continue;
    if (expired_ && phase_ == Phase::head) co_await refuse(408, "timeout_exception", "the request's head took too long");
    co_return 0;
  }
}

bool Session::wants_keep_alive() const {
  bool close = head_.http_1_0;
  for (const auto& [name, value] : head_.fields) {
    if (!equal_ignoring_case(name, "connection")) continue;
    if (has_token(value, "close")) return false;
    if (has_token(value, "keep-alive")) close = false;
  }
  return !close;
}

void Session::begin_exchange() {
  if (!exchange_) {
    exchange_ = std::make_shared<Exchange>(context_, thread_.mailbox(), thread_.id());
    exchange_->on_answer([this] { wake_.cancel(); });
    exchange_->request.remote_address = remote_address_;
  }
  exchange_->begin();
  keep_alive_ = wants_keep_alive();
  http_1_0_ = head_.http_1_0;
  Request& request = exchange_->request;
  request.method = method_from(head_.method);
  request.uri = head_.target;
  request.headers.resize(head_.fields.size());
  for (std::size_t i = 0; i < head_.fields.size(); ++i) {
    request.headers[i].first = head_.fields[i].first;
    request.headers[i].second = head_.fields[i].second;
  }
  const auto own_id = head_.field("x-request-id");
  request.request_id = sound_request_id(own_id) ? std::string(own_id) : new_request_id();
  exchange_->head_only = request.method == Method::head;
}

/// What can be refused before the body is read: foreign origins, missing keys and roles, unknown paths and codings.
std::optional<Response> Session::refusal_for() {
  Request& request = exchange_->request;
  auto path = normalised_path(path_of(request.uri));
  auto query = parse_query(query_of(request.uri));
  if (!path || !query) {
    const Error& error = path ? query.error() : path.error();
    return error_response(400, "illegal_argument_exception", error.message);
  }
  request.path = *std::move(path);
  request.query = *std::move(query);
  if (auto answer = context_->cors.answer(request)) return answer;
  auto match = context_->router.match(request.method, request.uri);
  if (!match.route && is_shop_path(request.path)) return shop_refusal(request, std::move(match.refusal));
  const std::string_view pattern = match.route ? std::string_view(match.route->pattern) : std::string_view();
  if (auto answer = access_refusal(context_->options.api_keys, request, pattern)) return answer;
  if (!match.route) return std::move(match.refusal);
  exchange_->route = match.route;
  request.route = match.route->pattern;
  request.path_parameters = std::move(match.parameters);
  const auto coding = coding_from(head_.field("content-encoding"));
  if (!coding) return error_response(415, "illegal_argument_exception", coding.error().message);
  exchange_->coding = *coding;
  const auto expect = head_.field("expect");
  if (!expect.empty() && !equal_ignoring_case(expect, "100-continue")) {
    return error_response(417, "illegal_argument_exception", fmt::format("unknown expectation [{}]", expect));
  }
  return std::nullopt;
}

std::size_t Session::body_limit() const {
  const Limits& limits = context_->options.limits;
  const bool light = exchange_->route && exchange_->route->endpoint_class == EndpointClass::light;
  return light ? limits.light_body_bytes : limits.body_bytes;
}

Awaitable<bool> Session::say_continue() {
  const std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  co_return co_await write_all(kContinue);
}

/// Takes the body if it came whole with the head, or if there is none.
bool Session::take_body(std::size_t head_bytes) {
  const std::uint64_t length = head_.content_length.value_or(0);
  if (head_.chunked || length > body_limit() || length > buffer_.size() - head_bytes) return false;
  exchange_->request.body = buffered().substr(head_bytes, length);
  buffer_.consume(head_bytes + length);
  return true;
}

Awaitable<bool> Session::read_body(std::size_t head_bytes) {
  const bool wants_continue = !head_.http_1_0 && equal_ignoring_case(head_.field("expect"), "100-continue");
  std::optional<HeadFault> fault;
  bool connected = false;
  if (head_.chunked) {
    ChunkedBodyReader reader(body_limit(), context_->options.limits.header_bytes);
    fault = reader.read_head(buffered().substr(0, head_bytes));
    buffer_.consume(head_bytes);
    connected = co_await read_body_with(reader, wants_continue, fault);
  } else {
    CountedBodyReader reader(head_.content_length.value_or(0), body_limit(), fault);
    buffer_.consume(head_bytes);
    connected = co_await read_body_with(reader, wants_continue, fault);
  }
  if (!connected || !fault) co_return connected;
  co_await refuse(fault->status,
                  fault->status == 429   ? "circuit_breaking_exception"
                  : fault->status == 413 ? "content_too_long_exception"
                                         : "illegal_argument_exception",
                  fault->reason);
  co_return false;
}

/// Returns false when the connection ended before the body or a fault in it.
template <class Reader>
Awaitable<bool> Session::read_body_with(Reader& reader, bool wants_continue, std::optional<HeadFault>& fault) {
  if (!fault && wants_continue && buffer_.size() == 0) {
    enter(Phase::writing, context_->options.timeouts.write);
    const bool written = co_await say_continue();
    if (!written) co_return false;
  }
  enter(Phase::body, context_->options.timeouts.body);
  std::size_t unrewarded_bytes = 0;
  while (!fault && !reader.done()) {
    if (buffer_.size() > 0) {
      buffer_.consume(reader.read(buffered(), fault));
      if (fault || reader.done()) break;
    }
    const std::size_t before = buffer_.size();
    const bool read = co_await read_some(Reader::kReadBytes);
    if (!read && expired_) fault = HeadFault{408, "the request's body took too long"};
    if (!read && !expired_) co_return false;
    const std::size_t arrived = buffer_.size() - before;
    if (!exchange_->body_lease.grow(arrived)) fault = HeadFault{429, "[in_flight_requests] Data too large"};
    unrewarded_bytes += arrived;
    if (unrewarded_bytes >= kBodyProgressBytes) {
      enter(Phase::body, context_->options.timeouts.body);
      unrewarded_bytes = 0;
    }
  }
  if (!fault) exchange_->request.body = reader.take_body();
  co_return true;
}

bool Session::peer_is_gone() {
  char byte;
  const auto received = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return received == 0 || (received < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

Awaitable<void> Session::wait_for_answer() {
  wake_.expires_at(Instant::max());
  while (!exchange_->answered()) {
    ErrorCodeOf ignored;
    co_await wake_.async_wait(net::redirect_error(kAwait, ignored));
  }
}

Awaitable<bool> Session::write_all(std::string_view bytes) {
  ErrorCodeOf error;
  const auto buffer = net::const_buffer(bytes.data(), bytes.size());
  const std::size_t written = co_await net::async_write(socket_, buffer, net::redirect_error(kAwait, error));
  context_->metrics.bytes_sent.fetch_add(written, std::memory_order_relaxed);
  co_return !error;
}

Session::Unsent Session::prepare_answer(std::chrono::steady_clock::duration took) {
  const Response& response = exchange_->response();
  context_->series(exchange_->route).record(response.status, std::chrono::duration<double>(took).count());
  keep_alive_ = keep_alive_ && !context_->draining;
  WireOptions options;
  options.keep_alive = keep_alive_;
  options.http_1_0 = http_1_0_;
  options.request_id = exchange_->request.request_id;
  options.opaque_id = exchange_->request.header("x-opaque-id");
  out_.clear();
  append_response_head(out_, response, options);
  std::string_view body;
  if (!exchange_->head_only && status_has_body(response.status)) body = response.body;
  if (body.size() <= kSmallBodyBytes) out_ += std::exchange(body, {});
  return {out_, body};
}

/// Gives the socket as much as it takes without waiting, which is most often all; false when the connection is broken.
bool Session::send_now(Unsent& unsent) {
  iovec parts[] = {{const_cast<char*>(unsent.head.data()), unsent.head.size()},
                   {const_cast<char*>(unsent.body.data()), unsent.body.size()}};
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = unsent.body.empty() ? 1 : 2;
  const auto result = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (result < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  const auto sent = static_cast<std::size_t>(result);
  context_->metrics.bytes_sent.fetch_add(sent, std::memory_order_relaxed);
  const std::size_t of_head = std::min(sent, unsent.head.size());
  unsent.head.remove_prefix(of_head);
  unsent.body.remove_prefix(sent - of_head);
  return true;
}

/// A large answer is written in steps, each with a time limit of its own.
Awaitable<bool> Session::write_rest(Unsent rest) {
  bool written = true;
  for (std::string_view part : {rest.head, rest.body}) {
    while (written && !part.empty()) {
      enter(Phase::writing, context_->options.timeouts.write);
      const auto step = part.substr(0, kWriteBytes);
      written = co_await write_all(step);
      part.remove_prefix(step.size());
    }
  }
  co_return written;
}

void Session::log_request(const Response& response, std::chrono::steady_clock::duration took) const {
  const LogOptions& options = context_->options.log;
  const bool long_poll = exchange_->request.has_query("wait");  // slow as asked
  const bool slow = options.slow.count() > 0 && took >= options.slow && !long_poll;
  if (!slow && !options.access) return;
  constexpr std::size_t kLongestUri = 512;
  const Request& request = exchange_->request;
  log::write(slow ? log::Level::warn : log::Level::info, slow ? "slow request" : "request",
             {{"method", to_string(request.method)},
              {"uri", std::string_view(request.uri).substr(0, kLongestUri)},
              {"route", request.route},
              {"status", response.status},
              {"took_us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()},
              {"request_bytes", request.body.size()},
              {"response_bytes", response.body.size()},
              {"remote", remote_address_},
              {"request_id", request.request_id},
              {"opaque_id", request.header("x-opaque-id")}});
}

void Session::end_exchange() {
  if (out_.capacity() > kMostKeptBytes) std::string().swap(out_);
  if (sole_owner(exchange_)) return exchange_->renew();
  exchange_->on_answer(nullptr);  // whoever still holds it may outlive this session
  exchange_.reset();
}

/// Answers a request that cannot be read on from here, then closes: where the next one would begin is unknown.
Awaitable<void> Session::refuse(int status, std::string_view type, std::string_view reason) {
  context_->metrics.malformed_requests.fetch_add(1, std::memory_order_relaxed);
  context_->series(exchange_ ? exchange_->route : nullptr).record(status, 0);
  const Response response = error_response(status, type, reason);
  log::debug("request refused", {{"status", status}, {"reason", reason}, {"remote", remote_address_}});
  WireOptions options;
  options.keep_alive = false;
  if (exchange_) options.request_id = exchange_->request.request_id;
  std::string bytes;
  append_response_head(bytes, response, options);
  bytes += response.body;
  expired_ = false;
  enter(Phase::writing, context_->options.timeouts.write);
  const bool written = co_await write_all(bytes);
  if (written) co_await linger();
}

/// Reads and drops what the client still sends before closing: closing with unread bytes resets the connection, and
/// the answer would be lost with it.
Awaitable<void> Session::linger() {
  ErrorCodeOf ignored;
  socket_.shutdown(Tcp::socket::shutdown_send, ignored);
  if (peer_closed_) co_return;
  expired_ = false;
  enter(Phase::lingering, kLinger);
  std::size_t dropped = 0;
  bool open = true;
  while (open && dropped < kMostBytesLingered) {
    buffer_.consume(buffer_.size());
    open = co_await read_some(kLingerReadBytes);
    dropped += buffer_.size();
  }
}

}  // namespace aisle::server::http
