#pragma once
// A small blocking HTTP/1.1 client, for `aisle import` and for tests.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "server/http/request.hpp"

namespace aisle::server::http {

struct ClientOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 9200;
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds timeout{60'000};  ///< for writing a request, and again for reading its answer
  std::size_t max_answer_bytes = 256u << 20;  ///< as sent and as decompressed
  bool compress = false;                      ///< gzip request bodies from 1 KiB on, and ask for gzip answers
  std::string authorization;                  ///< the Authorization header's value; empty sends none
};

struct ClientAnswer {
  int status = 0;
  std::vector<NameValue> headers;
  std::string body;
  std::string_view header(std::string_view name) const;
};

struct ClientRequest {
  Method method = Method::get;
  std::string target = "/";  ///< already percent-encoded
  std::string body;
  std::string content_type = "application/json";  ///< sent with bodies only
  std::vector<NameValue> headers;
};

/// One connection, kept alive between requests and made anew when the server closed it. For one thread at a time.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// Any status is an answer, not an error. Errors: unavailable when the server cannot be reached or hangs up,
  /// deadline_exceeded, data_corrupt for what is not HTTP, resource_exhausted for an answer past the limit.
  /// A request other than POST and PATCH is sent once more when a kept connection turns out to be closed.
  Result<ClientAnswer> send(const ClientRequest& request);
  Result<ClientAnswer> get(std::string target);
  Result<ClientAnswer> post(std::string target, std::string body, std::string content_type = "application/json");

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace aisle::server::http
