#pragma once
// Every place that messages go to, as one.

#include <memory>
#include <string>
#include <vector>

#include "carts_orders/notifications/message.hpp"
#include "carts_orders/notifications/sent_memory.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/lifeline.hpp"

namespace aisle::shop {

/// Lives on one executor. A message succeeds when all places have it, and is permanently refused only when a place
/// refused it for good and no other place may still take it.
class MessageSinks final : public MessageSink {
 public:
  MessageSinks(std::vector<std::unique_ptr<MessageSink>> sinks, Executor& executor)
      : sinks_(std::move(sinks)), executor_(executor) {}
  std::string_view name() const override { return "all"; }
  void send(const Message& message, std::function<void(Status)> done) override;

 private:
  struct Round;
  void settle(const std::shared_ptr<Round>& round, const std::string& mark, Status status);

  const std::vector<std::unique_ptr<MessageSink>> sinks_;
  Executor& executor_;
  SentMemory sent_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
