#include "carts_orders/notifications/outgoing_webhooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "carts_orders/json_fields.hpp"
#include "carts_orders/payments/webhook_signature.hpp"

namespace aisle::shop {
namespace {

constexpr EpochMillis kTimeout = 15'000;

std::string body_of(const OutgoingEvent& event) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().field("id", event.id).field("type", event.type).field("created", rfc3339(event.at));
  json.key("data").raw(event.data).end_object();
  return body;
}

bool wants(const WebhookTarget& target, const OutgoingEvent& event) {
  return target.events.empty() ||
         std::ranges::any_of(target.events, [&](const std::string& prefix) { return event.type.starts_with(prefix); });
}

Status status_of(const Result<HttpReply>& reply, const std::string& url) {
  if (!reply) return Error(ErrorCode::unavailable, reply.error().message, {}, url);
  if (reply->status >= 200 && reply->status < 300) return {};
  return Error(ErrorCode::unavailable, fmt::format("the subscriber answered {}", reply->status), {}, url);
}

}  // namespace

/// One event on its way to its targets.
struct OutgoingWebhooks::Round {
  std::function<void(Status)> done;
  std::size_t open = 0;
  std::optional<Error> error;
};

OutgoingWebhooks::OutgoingWebhooks(std::vector<WebhookTarget> targets, HttpExchange& http, Executor& executor)
    : targets_(std::move(targets)), http_(http), executor_(executor) {}

void OutgoingWebhooks::deliver(const OutgoingEvent& event, std::function<void(Status)> done) {
  auto round = std::make_shared<Round>(Round{std::move(done), 1, std::nullopt});
  const std::string body = body_of(event);
  for (const WebhookTarget& target : targets_) {
    const std::string mark = target.url + '|' + event.id;
    if (!wants(target, event) || sent_.has(mark)) continue;
    ++round->open;
    post(target, event, body, round, mark);
  }
  executor_.post(lifeline_.guard([this, round] { settle(round, {}, {}); }));
}

void OutgoingWebhooks::post(const WebhookTarget& target, const OutgoingEvent& event, const std::string& body,
                            const std::shared_ptr<Round>& round, const std::string& mark) {
  HttpCall call;
  call.method = "POST";
  call.url = target.url;
  call.headers = {{"Content-Type", "application/json"},
                  {"Webhook-Id", event.id},
                  {"Webhook-Signature", sign_webhook(target.secrets, body, executor_.now())}};
  call.body = body;
  call.timeout = kTimeout;
  call.allow_private = target.allow_private;
  http_.send(std::move(call), lifeline_.guard([this, round, mark, url = target.url](const Result<HttpReply>& reply) {
    settle(round, mark, status_of(reply, url));
  }));
}

void OutgoingWebhooks::settle(const std::shared_ptr<Round>& round, const std::string& mark, Status status) {
  if (status && !mark.empty()) sent_.add(mark);
  if (!status) round->error = std::move(status).error();
  if (--round->open > 0) return;
  round->done(round->error ? Status(*std::move(round->error)) : Status());
}

}  // namespace aisle::shop
