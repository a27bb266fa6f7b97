#pragma once
// A real server on a loopback port, and a raw socket to talk to it byte by byte.

#include <memory>
#include <string>
#include <string_view>

#include "server/http/server.hpp"

namespace aisle::server::http::testing {

/// Options that make tests quick: two I/O threads, small pool.
ServerOptions test_options();

/// Starts in its constructor; ends in its destructor. The router has the health routes, and what `add_routes` adds.
class TestServer {
 public:
  explicit TestServer(Router router, ServerOptions options = test_options());
  ~TestServer();
  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  Metrics& metrics() { return metrics_; }
  Health& health() { return health_; }

 private:
  Metrics metrics_;
  Health health_;
  std::unique_ptr<Server> server_;
};

/// A blocking client socket. Reads give up after five seconds, so a hanging server fails a test and does not hang it.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(std::string_view bytes);
  void finish_sending();
  /// Reads until `marker` was seen, the peer closed, or time is up; returns and removes everything up to it.
  std::string read_until(std::string_view marker);
  /// Head and body (by Content-Length) of the next answer.
  std::string read_answer(bool head_only = false);
  /// Everything until the peer closes; "<timeout>" at the end if it does not.
  std::string read_to_end();

 private:
  bool fill();
  int socket_;
  std::string received_;
};

/// Answers "ok".
Handler ok_handler();
/// Answers with the request's body.
Handler echo_handler();

}  // namespace aisle::server::http::testing
