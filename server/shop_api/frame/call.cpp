#include "server/shop_api/frame/call.hpp"

#include <algorithm>
#include <utility>

#include "server/http/problem.hpp"
#include "server/shop_api/http/body_reader.hpp"
#include "server/shop_api/http/idempotency_header.hpp"

namespace aisle::server::shop_api {
namespace {

std::string_view etag_of(const shop::Answer& answer) {
  const auto found = std::ranges::find(answer.headers, "ETag", [](const auto& header) { return header.first; });
  return found == answer.headers.end() ? std::string_view() : std::string_view(found->second);
}

/// Whether a list of entity tags names this one, weakly compared (RFC 9110, 13.1.2).
bool names(std::string_view list, std::string_view tag) {
  if (list == "*") return true;
  while (!list.empty()) {
    std::string_view each = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), each.size() + 1));
    while (each.starts_with(' ')) each.remove_prefix(1);
    while (each.ends_with(' ')) each.remove_suffix(1);
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == tag) return true;
  }
  return false;
}

}  // namespace

Call::Call(const ShopContext& shop, const ShopRoute& route, const http::Request& request, http::Reply reply)
    : state_(std::make_shared<State>(shop, route, request, std::move(reply))) {}

void Call::respond(http::Response response) const {
  if (state_->answered.exchange(true)) return;
  response.headers.emplace_back("Cache-Control", "no-store");
  state_->reply.send(std::move(response));
}

void Call::answer(shop::Answer answer) const { respond(http::to_response(std::move(answer))); }

void Call::answer_from_writer(shop::Answer answer) const {
  http::Response response = http::to_response(std::move(answer));
  response.compress = false;
  respond(std::move(response));
}

bool Call::knows(std::string_view tag) const { return names(state_->known_tags, tag); }

void Call::answer_unless_known(shop::Answer answer) const {
  const std::string_view tag = etag_of(answer);
  if (answer.status == 200 && !tag.empty() && knows(tag)) {
    answer.status = 304;
    answer.body.clear();
  }
  this->answer(std::move(answer));
}

/// The completion holds the call, and with it the request.
void Call::submit(shop::Command command, std::vector<shop::ProductFacts> products) const {
  shop::Request request{.principal = state_->principal,
                        .command = std::move(command),
                        .idempotency = state_->idempotency,
                        .products = std::move(products),
                        .request_id = state_->request.request_id};
  state_->shop.shop.submit(std::move(request), [call = *this](shop::Answer answer) { call.answer_from_writer(std::move(answer)); });
}

/// Fills in what handlers rely on; says whether the call goes on.
class Gate {
 public:
  static bool pass(const ShopContext& shop, const Call& call) {
    Call::State& state = *call.state_;
    auto principal = shop.authenticator.admit(state.route, state.request, shop.clock.now_ms());
    if (!principal) return call.respond(std::move(principal).error()), false;
    state.principal = *std::move(principal);
    const bool is_small = state.route.endpoint_class == http::EndpointClass::light;
    if (auto fault = is_small ? check_body_size(state.request) : std::nullopt) return call.answer(*std::move(fault)), false;
    auto key = idempotency_of(state.request, state.principal, state.route.key_use);
    if (!key) return call.answer(std::move(key).error()), false;
    state.idempotency = *std::move(key);
    return true;
  }
};

http::Handler guarded(const ShopContext& shop, const ShopRoute& route, ShopHandler handler) {
  return [&shop, &route, handler](const http::Request& request, http::Reply reply) {
    Call call(shop, route, request, std::move(reply));
    if (Gate::pass(shop, call)) handler(shop, call);
  };
}

}  // namespace aisle::server::shop_api
