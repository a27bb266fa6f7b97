#pragma once
// HTTP as adapters see it: a request out, an answer back. The server implements it with TLS; tests with a function.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace aisle::shop {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpCall {
  std::string method = "GET";
  std::string url;  ///< absolute; already percent-encoded
  HttpHeaders headers;
  std::string body;
  /// May the host be on this machine or in a private network? Only for URLs that the shop's owner configured so: others
  /// would let strangers speak to what a firewall hides.
  bool allow_private = false;
  EpochMillis timeout = 30'000;  ///< for everything, from the look-up of the host to the answer's last byte
};

struct HttpReply {
  int status = 0;
  HttpHeaders headers;
  std::string body;
};

/// The value of the first header of that name, in any case; empty when there is none.
std::string_view header(const HttpHeaders& headers, std::string_view name);

/// Asynchronous; lives on one executor. Any status is a reply, not an error; redirects are not followed.
/// Errors: unavailable, deadline_exceeded, data_corrupt (not HTTP), resource_exhausted (the answer is too long),
/// invalid_argument (not a URL), failed_precondition, kind "address_refused" (the host may not be called).
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;
  /// `done` is called exactly once, on the executor, never from within this call.
  virtual void send(HttpCall call, std::function<void(Result<HttpReply>)> done) = 0;
};

}  // namespace aisle::shop
