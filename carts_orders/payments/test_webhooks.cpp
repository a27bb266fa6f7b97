#include "carts_orders/payments/test_webhooks.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "carts_orders/payments/webhook_signature.hpp"

namespace aisle::shop {

TestWebhooks::TestWebhooks(Executor& executor, std::vector<std::string> secrets, WebhookOut out,
                           TestWebhookSettings settings)
    : executor_(executor),
      secrets_(std::move(secrets)),
      out_(std::move(out)),
      settings_(settings),
      deadlines_(executor, settings.answer_within, [this](const std::shared_ptr<Try>& late) { finish(late, 0); }) {}

void TestWebhooks::deliver(std::string body, EpochMillis due_at, std::function<void()> acknowledged) {
  auto notice = std::make_shared<Notice>(Notice{std::move(body), std::move(acknowledged), due_at, 0});
  executor_.post_after(due_at - executor_.now(), lifeline_.guard([this, notice] { start(notice); }));
}

void TestWebhooks::send_once(std::string body, std::string signature, EpochMillis delay) {
  executor_.post_after(delay, lifeline_.guard([this, body = std::move(body), signature = std::move(signature)] {
    out_(body, signature, [](int) {});
  }));
}

void TestWebhooks::start(std::shared_ptr<Notice> notice) {
  if (in_flight_ >= settings_.in_flight) return waiting_.push_back(std::move(notice));
  ++in_flight_;
  ++notice->tries;
  auto attempt = std::make_shared<Try>(Try{std::move(notice), true});
  deadlines_.watch(attempt);
  auto close = lifeline_.guard([this, attempt](int status) { finish(attempt, status); });
  out_(attempt->notice->body, sign_webhook(secrets_, attempt->notice->body, executor_.now()),
       [close, &executor = executor_](int status) { executor.post([close, status]() mutable { close(status); }); });
}

void TestWebhooks::finish(const std::shared_ptr<Try>& attempt, int status) {
  if (!std::exchange(attempt->open, false)) return;
  const std::shared_ptr<Notice>& notice = attempt->notice;
  --in_flight_;
  const bool accepted = status >= 200 && status < 300;
  if (accepted || executor_.now() - notice->first_at > settings_.give_up_after) {
    notice->acknowledged();
  } else {
    executor_.post_after(pause_after(notice->tries), lifeline_.guard([this, notice] { start(notice); }));
  }
  if (waiting_.empty()) return;
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  start(std::move(next));
}

EpochMillis TestWebhooks::pause_after(int tries) const {
  EpochMillis pause = settings_.first_retry;
  for (int i = 1; i < tries && pause < settings_.longest_retry; ++i) pause *= 2;
  return std::min(pause, settings_.longest_retry);
}

}  // namespace aisle::shop
