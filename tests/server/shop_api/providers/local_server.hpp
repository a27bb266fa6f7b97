#pragma once
// A server on this machine for one test: answers requests by a function, byte for byte as the test wants.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "carts_orders/workers/http_exchange.hpp"

namespace aisle::server::shop_api {

/// A self-signed certificate for `name`, and its key, as PEM.
struct TestCertificate {
  std::string certificate;
  std::string key;
};
TestCertificate make_certificate(const std::string& name);

/// One connection at a time, on a thread of its own.
class LocalServer {
 public:
  /// Raw bytes to send for a request; empty closes the connection without an answer.
  using Answer = std::function<std::string(const shop::HttpCall&)>;

  explicit LocalServer(Answer answer);
  LocalServer(Answer answer, const TestCertificate& certificate);
  ~LocalServer();

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& host = "127.0.0.1") const;
  int connections() const { return connections_; }
  /// Closes the connection that is open, as servers do with idle ones.
  void hang_up();

 private:
  struct Tls;
  template <class Stream>
  void converse(Stream& stream);
  void serve();

  const Answer answer_;
  std::unique_ptr<Tls> tls_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> open_ = -1;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

/// A whole answer with Content-Length.
std::string http_answer(int status, const std::string& body, const std::string& more_headers = {});

}  // namespace aisle::server::shop_api
