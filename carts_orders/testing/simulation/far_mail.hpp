#pragma once
// Mail and outgoing webhooks as the shop's process sends them: over the road, to servers with moods.

#include <utility>

#include "carts_orders/notifications/message.hpp"
#include "carts_orders/testing/simulation/far_call.hpp"
#include "carts_orders/testing/simulation/outside.hpp"
#include "carts_orders/workers/http_exchange.hpp"

namespace aisle::shop::simulation {

/// Of one life of the process; `outside` must outlive it.
class FarMail final : public MessageSink {
 public:
  FarMail(Outside& outside, FarCall call) : outside_(outside), call_(std::move(call)) {}
  std::string_view name() const override { return "mail"; }
  void send(const Message& message, std::function<void(Status)> done) override {
    call_.make<Status>([&outside = outside_, id = message.id](auto answer) { answer(outside.take_message(id)); }, std::move(done));
  }

 private:
  Outside& outside_;
  FarCall call_;
};

class FarHttp final : public HttpExchange {
 public:
  FarHttp(Outside& outside, FarCall call) : outside_(outside), call_(std::move(call)) {}
  void send(HttpCall call, std::function<void(Result<HttpReply>)> done) override {
    const std::string id(header(call.headers, "Webhook-Id"));
    call_.make<Result<HttpReply>>(
        [&outside = outside_, id](auto answer) { answer(HttpReply{.status = outside.take_message(id) ? 204 : 500}); }, std::move(done));
  }

 private:
  Outside& outside_;
  FarCall call_;
};

}  // namespace aisle::shop::simulation
