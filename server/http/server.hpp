#pragma once
// START HERE for the server: listens, reads requests, hands them to the router's handlers, writes their answers.
//
// One io_context per I/O thread. The first accepts and hands each connection to the thread with the fewest; from then
// on the connection lives on that thread alone, so sessions need no locks. A session serves one request at a time:
// pipelined requests wait in its read buffer (bounded by it) and are answered in order.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "server/http/api_keys.hpp"
#include "server/http/compute_pool.hpp"
#include "server/http/cors.hpp"
#include "server/http/health.hpp"
#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"

namespace aisle::server::http {

struct Limits {
  std::size_t header_bytes = 16u << 10;  ///< request line and fields; past it 431
  std::size_t header_fields = 200;
  std::size_t body_bytes = 100u << 20;         ///< as sent and as decoded; past it 413
  std::size_t light_body_bytes = 1u << 20;     ///< for `light` endpoints, which are decoded on the I/O thread
  std::size_t decompression_ratio = 200;       ///< decoded bytes per sent byte, past 8 MiB of decoded bytes
  std::size_t bodies_in_flight_bytes = 1u << 30;  ///< of all requests together; past it 429 circuit_breaking_exception
  std::size_t connections = 10'000;               ///< past it 503 and close
};

struct Timeouts {
  std::chrono::milliseconds header{10'000};  ///< from a request's first byte to the end of its head
  std::chrono::milliseconds body{30'000};    ///< for every further 4 KiB of a body
  std::chrono::milliseconds idle{75'000};    ///< between requests
  std::chrono::milliseconds write{30'000};   ///< for every further 256 KiB of an answer
  /// When a request's CancelToken is cancelled; zero means never.
  std::chrono::milliseconds request{0};
};

struct CompressionOptions {
  bool enabled = true;
  std::size_t min_bytes = 1024;
  int level = 3;  ///< as Elasticsearch's http.compression_level
};

struct LogOptions {
  bool access = false;
  std::chrono::milliseconds slow{500};  ///< slower requests are logged as warnings; zero means none
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 9200;  ///< 0 lets the system choose
  std::size_t io_threads = 0;  ///< 0 means one per core
  PoolLimits pool;
  Limits limits;
  Timeouts timeouts;
  CompressionOptions compression;
  CorsOptions cors;
  LogOptions log;
  ApiKeys api_keys;
};

class ServerCore;

/// The running server. `start` and `drain` are called by one thread, the rest by any. `Metrics` and `Health` outlive it.
class Server {
 public:
  Server(ServerOptions options, Router router, Metrics& metrics, Health& health);
  /// Stops at once if `drain` was not called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, listens and starts the threads. already_exists when the port is taken (the message names it),
  /// invalid_argument for an address that is none, failed_precondition when the system refuses it.
  Status start();
  /// The port listened on. REQUIRES: started.
  std::uint16_t port() const;

  /// Leaves in good order: /readyz says no, nothing is accepted any more, idle connections close, requests under way
  /// are answered with `Connection: close`. What is left after `grace` is cut. Returns whether nothing had to be.
  bool drain(std::chrono::milliseconds grace);

  ComputePool& pool();

 private:
  std::unique_ptr<ServerCore> core_;
};

}  // namespace aisle::server::http
