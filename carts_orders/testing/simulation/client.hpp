#pragma once
// Somebody who asks the shop over a bad road, and asks again with the same key until there is an answer.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "carts_orders/testing/simulation/ack_log.hpp"
#include "carts_orders/testing/simulation/front.hpp"

namespace aisle::shop::simulation {

/// For one thread; must outlive its calls.
class Client {
 public:
  using Then = std::function<void(const Answer&)>;

  /// `name` is part of every idempotency key.
  Client(World& world, Front& front, AckLog& acks, std::string name);

  /// Asks until there is an answer that is not transient. A request without a key is repeated as well: use a key
  /// wherever twice is not once.
  void ask(Principal principal, Command command, std::string key, Then then);
  /// Asks for something else with a key that was used.
  void ask_otherwise(Principal principal, Command command, const std::string& used_key, Then then);
  /// Asks for an order until it is read: the newest of which anybody was told. Null: there is none.
  void look(const Id& order, std::function<void(std::shared_ptr<const Order>)> then);

  /// A key of its own for the next request.
  std::string new_key() { return name_ + '-' + std::to_string(++keys_); }
  std::size_t open_calls() const { return open_calls_; }
  const std::string& name() const { return name_; }

 private:
  struct Call;
  void start(Principal principal, Command command, std::optional<IdempotencyKey> key, Then then);
  void send(const std::shared_ptr<Call>& call);
  void see(const Order& order);
  void hear(const std::shared_ptr<Call>& call, const Answer& answer);
  void send_look(const std::shared_ptr<Call>& call);

  World& world_;
  Front& front_;
  AckLog& acks_;
  const std::string name_;
  std::uint64_t keys_ = 0;
  std::size_t open_calls_ = 0;
  std::map<Id, std::uint64_t> seen_;  ///< versions of orders
};

}  // namespace aisle::shop::simulation
