#pragma once
// Cross-origin requests from browsers. Off unless origins are allowed, as in Elasticsearch.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace aisle::server::http {

struct CorsOptions {
  std::vector<std::string> allow_origins;  ///< exact origins ("https://shop.example") or "*"; empty turns CORS off
  std::string allow_methods = "OPTIONS, HEAD, GET, POST, PUT, DELETE";
  std::string allow_headers =
      "X-Requested-With, Content-Type, Content-Length, Authorization, Accept, User-Agent, X-Elastic-Client-Meta, "
      "X-Opaque-Id, X-Request-Id, X-Cart-Token, Idempotency-Key, If-Match, If-None-Match";
  std::uint32_t max_age_seconds = 1'728'000;
};

class Cors {
 public:
  explicit Cors(CorsOptions options) : options_(std::move(options)) {}

  /// The answer to a preflight, or the 403 for a foreign origin that is not allowed; nothing when the request may go on
  /// to its handler.
  std::optional<Response> answer(const Request& request) const;
  /// Lets the page of an allowed origin read `response`.
  void decorate(const Request& request, Response& response) const;

 private:
  bool enabled() const { return !options_.allow_origins.empty(); }
  bool allows(std::string_view origin) const;
  const CorsOptions options_;
};

}  // namespace aisle::server::http
