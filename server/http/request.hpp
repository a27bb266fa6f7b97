#pragma once
// START HERE for handlers: what a client asked, as plain values. Knows neither Asio nor Beast.

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aisle::server::http {

enum class Method { get, head, post, put, delete_, options, patch, other };

/// "GET", "DELETE", ...; "OTHER" for methods that Aisle has no name for.
std::string_view to_string(Method method);
/// The reverse; methods are case-sensitive (RFC 9110, 9.1).
Method method_from(std::string_view word);

/// Whether the work for a request is still wanted. Copies share one state; every member may be called from any
/// thread. Becomes cancelled when the client went away, when the request's deadline passed, or when the server must
/// exit now.
class CancelToken {
 public:
  CancelToken() : state_(std::make_shared<std::atomic<bool>>(false)) {}

  /// Forgets what was cancelled. Other copies keep the old state; without any, its memory is used again.
  void renew();

  bool cancelled() const { return state_->load(std::memory_order_relaxed); }
  void cancel() const { state_->store(true, std::memory_order_relaxed); }
  /// The flag itself, for rooms that poll a plain atomic; true once cancelled.
  std::shared_ptr<const std::atomic<bool>> flag() const { return state_; }

 private:
  std::shared_ptr<std::atomic<bool>> state_;
};

using NameValue = std::pair<std::string, std::string>;

/// One request, whole: the handler is called after the last byte of the body arrived and was decoded.
/// A plain value; a test builds one field by field.
struct Request {
  Method method = Method::get;
  /// Percent-decoded, empty segments removed, no slash at the end: "/products/_doc/1"; "/" for the root.
  std::string path = "/";
  /// The target as it was sent, with its query: what Elasticsearch prints as `uri [..]`.
  std::string uri = "/";
  /// In the order sent, decoded ('+' is a space); a name without '=' has an empty value.
  std::vector<NameValue> query;
  /// In the order sent, names as sent, values without surrounding blanks.
  std::vector<NameValue> headers;
  /// What stood in the place of each `{name}` of the route's pattern, decoded.
  std::vector<NameValue> path_parameters;
  /// Already de-gzipped, de-deflated or de-zstd'ed; never longer than the body limit.
  std::string body;
  /// The client's X-Request-Id if it sent a sound one, otherwise generated. Never empty on a served request.
  std::string request_id;
  /// The pattern of the route that was matched ("/{index}/_search"); empty in hand-made requests.
  std::string_view route;
  /// The peer's address without its port.
  std::string remote_address;
  CancelToken cancel;
  /// When the answer is no longer wanted; the server cancels `cancel` then.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

  /// The first value of a query parameter, or empty. The view lives as long as the request is not changed.
  std::string_view query_value(std::string_view name) const;
  bool has_query(std::string_view name) const;
  /// The first header of that name in any case, or empty.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  /// A path parameter by its name in the pattern, or empty.
  std::string_view param(std::string_view name) const;

  /// Empties every text but the peer's address, keeping small memory for the next request on the same connection. `headers`
  /// keeps its elements, empty, to be written over.
  void clear();
};

/// Whether two words of the same length are equal but for ASCII case.
bool same_letters(std::string_view a, std::string_view b);
/// Whether two header names (or other ASCII words) are equal but for case.
inline bool equal_ignoring_case(std::string_view a, std::string_view b) { return a.size() == b.size() && same_letters(a, b); }

}  // namespace aisle::server::http
