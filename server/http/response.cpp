#include "server/http/response.hpp"

#include <fmt/format.h>

#include <cassert>

namespace aisle::server::http {
namespace {

class CallbackSink final : public ReplySink {
 public:
  explicit CallbackSink(std::function<void(Response)> receive) : receive_(std::move(receive)) {}
  void deliver(Response response) override { receive_(std::move(response)); }

 private:
  std::function<void(Response)> receive_;
};

}  // namespace

Response error_response(int status, std::string_view type, std::string_view reason) {
  Response response;
  response.status = status;
  response.body = fmt::format(R"({{"error":{{"root_cause":[{{"type":{0},"reason":{1}}}],"type":{0},"reason":{1}}},"status":{2}}})",
                              json_string(type), json_string(reason), status);
  return response;
}

Response plain_error_response(int status, std::string_view message) {
  Response response;
  response.status = status;
  response.body = fmt::format(R"({{"error":{},"status":{}}})", json_string(message), status);
  return response;
}

Reply Reply::to(std::function<void(Response)> receive) {
  return Reply(std::make_shared<CallbackSink>(std::move(receive)));
}

Reply& Reply::operator=(Reply&& other) noexcept {
  if (this != &other) {
    answer_500_if_unsent();
    sink_ = std::move(other.sink_);
  }
  return *this;
}

Reply::~Reply() { answer_500_if_unsent(); }

void Reply::send(Response response) {
  assert(sink_ && "a reply is sent once");
  auto sink = std::move(sink_);
  if (sink) sink->deliver(std::move(response));
}

void Reply::answer_500_if_unsent() {
  if (!sink_) return;
  auto sink = std::move(sink_);
  sink->deliver(error_response(500, "exception", "the request ended without an answer"));
}

}  // namespace aisle::server::http
