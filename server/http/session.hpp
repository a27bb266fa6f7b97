#pragma once
// One connection: reads a request, waits for its answer, writes it, and again. Inside server/http only.

#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "server/http/asio.hpp"
#include "server/http/context.hpp"
#include "server/http/exchange.hpp"
#include "server/http/header_rules.hpp"

namespace aisle::server::http {

class IoThread;

/// Lives on one I/O thread, owned by the coroutine `run`; every member is called on that thread.
///
/// Time limits are deadlines that the thread's sweeper compares with the clock a few times a second: cheaper than a
/// timer per operation, and a client that is a tenth of a second late is no different from one in time.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  Session(std::shared_ptr<ServerContext> context, IoThread& thread, Socket socket);
  ~Session();

  Awaitable<void> run();

  /// Cancels the operation under way if its deadline passed.
  void sweep(Instant now);
  /// Closes the connection if no request is under way on it.
  void close_if_idle();
  /// Closes the connection now and cancels the request under way.
  void cut();

 private:
  enum class Phase { idle, head, body, handling, writing, lingering };

  Awaitable<bool> serve_one();
  Awaitable<std::size_t> read_head();
  Awaitable<bool> read_body(const Head& head, std::size_t head_bytes);
  Awaitable<bool> read_some(std::size_t at_most);
  Awaitable<bool> say_continue();
  Awaitable<void> wait_for_answer();
  Awaitable<bool> write_answer();
  Awaitable<bool> write_all(std::string_view bytes);
  Awaitable<void> refuse(int status, std::string_view type, std::string_view reason);
  Awaitable<void> linger();

  void begin_exchange(const Head& head);
  std::optional<Response> refusal_for(const Head& head);
  bool wants_keep_alive(const Head& head) const;
  bool peer_is_gone();
  void enter(Phase phase, std::chrono::milliseconds limit);
  void log_request(const Response& response, std::chrono::steady_clock::duration took) const;
  std::string_view buffered() const;
  std::size_t body_limit() const;
  void end_exchange();

  const std::shared_ptr<ServerContext> context_;
  IoThread& thread_;
  Socket socket_;
  Timer wake_;
  boost::beast::flat_buffer buffer_;
  std::string remote_address_;

  Phase phase_ = Phase::idle;
  Instant deadline_ = Instant::max();
  bool expired_ = false;
  bool peer_closed_ = false;
  bool keep_alive_ = true;
  bool http_1_0_ = false;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace aisle::server::http
