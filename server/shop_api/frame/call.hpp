#pragma once
// START HERE for endpoints: one request that was let in, with the right to answer it once.
//
//   void put_price(const ShopContext& shop, Call call) {
//     auto price = read_price(call.request());
//     if (!price) return call.answer(price.error());
//     call.submit(SetPrice{...}, {sku});
//   }

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/command.hpp"
#include "server/http/response.hpp"
#include "server/shop_api/access/authorisation_table.hpp"
#include "server/shop_api/frame/shop_context.hpp"

namespace aisle::server::shop_api {

/// Copies are the same call; the first answer counts, later ones are dropped, so that a long poll's end and the change it
/// waited for may race. Any thread.
class Call {
 public:
  Call(const ShopContext& shop, const ShopRoute& route, const http::Request& request, http::Reply reply);

  /// REQUIRES: nobody can have answered yet, so within the handler and before anything is waited for.
  const http::Request& request() const { return state_->request; }
  /// Whether the client named this entity tag in If-None-Match, or any at all.
  bool knows(std::string_view tag) const;
  bool knows_a_tag() const { return !state_->known_tags.empty(); }
  const ShopRoute& route() const { return state_->route; }
  const shop::Principal& principal() const { return state_->principal; }
  /// Whether this caller may see an object that `owner` owns.
  bool may_see(std::string_view owner) const { return shop_api::may_see(state_->route, state_->principal, owner); }

  void answer(shop::Answer answer) const;
  /// From the writer's thread, which must not be kept: the body goes out as it is.
  void answer_from_writer(shop::Answer answer) const;
  /// For reads of a version: 304 when the client has it already (If-None-Match).
  void answer_unless_known(shop::Answer answer) const;
  void respond(http::Response response) const;
  bool answered() const { return state_->answered.load(std::memory_order_relaxed); }

  /// Has the command executed and answers with what comes of it. `products` are the facts of every product it names.
  void submit(shop::Command command, std::vector<shop::ProductFacts> products = {}) const;

 private:
  friend class Gate;
  struct State {
    State(const ShopContext& shop_in, const ShopRoute& route_in, const http::Request& request_in, http::Reply reply_in)
        : shop(shop_in), route(route_in), request(request_in), reply(std::move(reply_in)),
          known_tags(request_in.header("If-None-Match")) {}
    const ShopContext& shop;
    const ShopRoute& route;
    const http::Request& request;  ///< alive until the reply was sent and the handler returned
    http::Reply reply;
    const std::string known_tags;  ///< If-None-Match
    shop::Principal principal;
    std::optional<shop::IdempotencyKey> idempotency;
    std::atomic<bool> answered = false;
  };
  std::shared_ptr<State> state_;
};

using ShopHandler = void (*)(const ShopContext& shop, Call call);

/// What stands in front of every handler: who asks, may they, is the body within bounds, is the key sound.
http::Handler guarded(const ShopContext& shop, const ShopRoute& route, ShopHandler handler);

}  // namespace aisle::server::shop_api
