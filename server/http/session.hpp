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

  /// What of an answer the socket did not take yet.
  struct Unsent {
    std::string_view head;
    std::string_view body;
    bool empty() const { return head.empty() && body.empty(); }
  };

  // A request that comes in one piece and is answered at once runs through `serve_one` and the plain functions; the
  // coroutines below it are for those that need to wait.
  Awaitable<bool> serve_one();
  Awaitable<std::size_t> read_head();
  Awaitable<bool> read_body(std::size_t head_bytes);
  template <class Reader>
  Awaitable<bool> read_body_with(Reader& reader, bool wants_continue, std::optional<HeadFault>& fault);
  Awaitable<bool> read_some(std::size_t at_most);
  Awaitable<bool> say_continue();
  Awaitable<void> wait_for_answer();
  Awaitable<bool> write_rest(Unsent rest);
  Awaitable<bool> write_all(std::string_view bytes);
  Awaitable<void> refuse(int status, std::string_view type, std::string_view reason);
  Awaitable<void> linger();

  bool arrived(std::size_t bytes, const ErrorCodeOf& error);
  std::size_t whole_head() const;
  bool take_body(std::size_t head_bytes);
  void begin_exchange();
  std::optional<Response> refusal_for();
  bool wants_keep_alive() const;
  Unsent prepare_answer(std::chrono::steady_clock::duration took);
  bool send_now(Unsent& unsent);
  bool peer_is_gone();
  void watch_handler(Instant now);
  void enter(Phase phase, std::chrono::milliseconds limit, Instant now = std::chrono::steady_clock::now());
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
  Head head_;                            ///< of the request being read; views into `buffer_`, valid until it is read into
  std::string out_;                      ///< the answer's head, and its body if that is small
  Instant idle_since_ = std::chrono::steady_clock::now();
  std::shared_ptr<Exchange> exchange_;   ///< of the request under way; between requests one to use again, or none
};

}  // namespace aisle::server::http
