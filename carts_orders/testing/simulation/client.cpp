#include "carts_orders/testing/simulation/client.hpp"

#include <utility>

namespace aisle::shop::simulation {
namespace {

constexpr EpochMillis kPatience = 5'000;
constexpr EpochMillis kPauseAfterRefusal = 700;

}  // namespace

struct Client::Call {
  Request request;
  Then then;
  Id order;  ///< looks only
  std::function<void(std::shared_ptr<const Order>)> seen;
  bool open = true;
  int tries = 0;
};

Client::Client(World& world, Front& front, AckLog& acks, std::string name)
    : world_(world), front_(front), acks_(acks), name_(std::move(name)) {}

void Client::ask(Principal principal, Command command, std::string key, Then then) {
  std::optional<IdempotencyKey> idempotency;
  if (!key.empty()) idempotency = IdempotencyKey{.key = key, .fingerprint = "the body"};
  start(std::move(principal), std::move(command), std::move(idempotency), std::move(then));
}

void Client::ask_otherwise(Principal principal, Command command, const std::string& used_key, Then then) {
  start(std::move(principal), std::move(command), IdempotencyKey{.key = used_key, .fingerprint = "another body"}, std::move(then));
}

void Client::start(Principal principal, Command command, std::optional<IdempotencyKey> key, Then then) {
  auto call = std::make_shared<Call>();
  call->request.principal = std::move(principal);
  call->request.command = std::move(command);
  call->request.idempotency = std::move(key);
  call->then = std::move(then);
  ++open_calls_;
  send(call);
}

void Client::send(const std::shared_ptr<Call>& call) {
  const int current = ++call->tries;
  world_.road.send([this, call] {
    front_.accept(call->request, [this, call](Answer answer) {
      world_.road.send([this, call, answer = std::move(answer)] { hear(call, answer); });
    });
  });
  world_.executor.post_after(kPatience, [this, call, current] {
    if (call->open && call->tries == current) send(call);
  });
}

void Client::hear(const std::shared_ptr<Call>& call, const Answer& answer) {
  const bool transient = is_transient(answer);
  if (!transient && call->request.idempotency) acks_.heard(*call->request.idempotency, answer, world_.findings);
  if (!call->open) return;
  if (transient) {
    const int current = ++call->tries;
    world_.executor.post_after(kPauseAfterRefusal, [this, call, current] {
      if (call->open && call->tries == current) send(call);
    });
    return;
  }
  call->open = false;
  --open_calls_;
  call->then(answer);
}

/// Whoever saw a version never sees an older one.
void Client::see(const Order& order) {
  std::uint64_t& seen = seen_[order.key];
  world_.findings.expect(order.version >= seen, "a read went back in time", to_string(order.key));
  seen = order.version;
}

void Client::look(const Id& order, std::function<void(std::shared_ptr<const Order>)> then) {
  auto call = std::make_shared<Call>();
  call->order = order;
  call->seen = std::move(then);
  ++open_calls_;
  send_look(call);
}

void Client::send_look(const std::shared_ptr<Call>& call) {
  world_.road.send([this, call] {
    front_.read([&](const Reader& reader) {
      world_.road.send([this, call, order = *reader.order(call->order)] {
        if (!std::exchange(call->open, false)) return;
        --open_calls_;
        if (order) see(*order);
        call->seen(order);
      });
    });
  });
  world_.executor.post_after(kPatience, [this, call] {
    if (call->open) send_look(call);
  });
}

}  // namespace aisle::shop::simulation
