#include "carts_orders/notifications/message_sinks.hpp"

#include <optional>
#include <utility>

#include "carts_orders/payments/provider.hpp"

namespace aisle::shop {

/// One message on its way to all places.
struct MessageSinks::Round {
  std::function<void(Status)> done;
  std::size_t open = 0;
  std::optional<Error> worst;  ///< a transient error if there is one: then another try may help
};

void MessageSinks::send(const Message& message, std::function<void(Status)> done) {
  auto round = std::make_shared<Round>(Round{std::move(done), 1, std::nullopt});
  for (const auto& sink : sinks_) {
    const std::string mark = std::string(sink->name()) + '|' + message.id;
    if (sent_.has(mark)) continue;
    ++round->open;
    sink->send(message, lifeline_.guard([this, round, mark](Status status) { settle(round, mark, std::move(status)); }));
  }
  // The round's own share, so that a message nobody has to be told of succeeds too, and not from within this call.
  executor_.post(lifeline_.guard([this, round] { settle(round, {}, {}); }));
}

void MessageSinks::settle(const std::shared_ptr<Round>& round, const std::string& mark, Status status) {
  if (status && !mark.empty()) sent_.add(mark);
  if (!status && (!round->worst || is_transient(status.error()))) round->worst = std::move(status).error();
  if (--round->open > 0) return;
  round->done(round->worst ? Status(*std::move(round->worst)) : Status());
}

}  // namespace aisle::shop
