#pragma once
// What a handler answers, and the ticket with which it answers.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aisle::server::http {

/// An answer. The server adds Content-Length, X-Elastic-Product, X-Request-Id, X-Opaque-Id, Connection, and
/// compresses the body when the client asked for it; handlers set none of these.
struct Response {
  int status = 200;
  /// "application/json" becomes "application/vnd.elasticsearch+json;compatible-with=N" when the client asked so.
  /// Never copied, so a literal.
  std::string_view content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// Where the answering thread has more important things to do than to compress.
  bool compress = true;
};

/// An Elasticsearch error body: `{"error":{"root_cause":[{type,reason}],type,reason},"status":N}`.
Response error_response(int status, std::string_view type, std::string_view reason);
/// Elasticsearch's short form: `{"error":"...","status":N}`.
Response plain_error_response(int status, std::string_view message);

/// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

/// Takes one answer. Implementations must accept it from any thread.
class ReplySink {
 public:
  virtual ~ReplySink() = default;
  virtual void deliver(Response response) = 0;
};

/// The right to answer one request, once. Move-only; may be kept and used after the handler returned, from any
/// thread. Destroyed unsent, it answers 500, so no client waits for a handler that forgot it.
class Reply {
 public:
  explicit Reply(std::shared_ptr<ReplySink> sink) : sink_(std::move(sink)) {}
  /// For tests: the answer goes to `receive`.
  static Reply to(std::function<void(Response)> receive);

  Reply(Reply&& other) noexcept = default;
  Reply& operator=(Reply&& other) noexcept;
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply();

  /// Answers. Does not block on the network. REQUIRES: not sent before.
  void send(Response response);
  bool sent() const { return sink_ == nullptr; }

 private:
  void answer_500_if_unsent();
  std::shared_ptr<ReplySink> sink_;
};

}  // namespace aisle::server::http
