#pragma once
// Which handler answers a method and a path?
//
//   router.add(Method::post, "/{index}/_search", EndpointClass::search, handler);
//
// Segments are matched after percent-decoding each on its own, so an encoded slash stays inside its segment. A literal
// segment is preferred to a parameter at every level, with backtracking, as in Elasticsearch's path trie.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace aisle::server::http {

/// Answers one request. Runs as plain code: `light` ones on the I/O thread, where they must not block, the others on
/// the compute pool. The request stays alive until the reply was sent and the handler returned. An exception that
/// leaves the handler is logged and answered with 500.
using Handler = std::function<void(const Request&, Reply)>;

/// Which queue and which concurrency limit a request is admitted to.
enum class EndpointClass { light, shop, search, write, admin };
std::string_view to_string(EndpointClass endpoint_class);

struct Route {
  Method method;
  std::string pattern;
  EndpointClass endpoint_class;
  Handler handler;
  std::size_t number;  ///< from 0, in the order added
};

/// What `Router::match` found. Exactly one of `route` and `refusal` is meaningful.
struct Match {
  const Route* route = nullptr;
  std::vector<NameValue> parameters;
  /// 400 for an unknown path or a malformed escape, 405 with Allow for a known path under another method; a 200 with
  /// Allow for OPTIONS on a known path that has no handler of its own.
  Response refusal;
};

/// Routes by method and path. Filled at start-up by one thread; `match` is const and may then be called from any.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  /// `pattern` starts with '/'; a segment `{name}` matches any one segment. Parameter names may differ between
  /// patterns that share a prefix. Adding the same method and pattern twice is our own mistake and asserts.
  void add(Method method, std::string_view pattern, EndpointClass endpoint_class, Handler handler);

  /// `uri` is the target as sent, with or without its query. HEAD falls back to the handler of GET.
  /// Cost: one walk over the path's segments; allocates for the parameters only.
  Match match(Method method, std::string_view uri) const;

  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace aisle::server::http
