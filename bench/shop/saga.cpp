#include "bench/shop/saga.hpp"

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "base/json/json_document.hpp"

namespace aisle::bench {
namespace {

using shop::Answer;
using Instant = std::chrono::steady_clock::time_point;

double microseconds_since(Instant start) {
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

shop::Principal shopper(const Basket& basket) {
  return {.kind = shop::Principal::Kind::shopper, .subject = basket.shopper};
}
shop::Principal internal() { return {.kind = shop::Principal::Kind::internal}; }

shop::Request request_of(const shop::CatalogPort& catalog, const Basket& basket, shop::Principal principal,
                         shop::Command command) {
  shop::Request request{.principal = std::move(principal), .command = std::move(command)};
  for (const std::string& sku : basket.skus) request.products.push_back(catalog.look_up(sku));
  return request;
}

shop::Id id_in(const std::string& body, std::string_view member) {
  auto document = JsonDocument::parse(body);
  if (!document) return {};
  const auto value = document->root().find(member);
  return value ? shop::parse_id(value->text()).value_or(shop::Id{}) : shop::Id{};
}

/// A saga under way; kept alive by the callbacks that hold it.
struct Saga : std::enable_shared_from_this<Saga> {
  shop::Shop& shop;
  Basket basket;
  std::function<void(SagaTimes)> done;
  Instant started = std::chrono::steady_clock::now();
  SagaTimes times;
  shop::Id order;
  std::string intent;

  Saga(shop::Shop& shop_in, Basket basket_in, std::function<void(SagaTimes)> done_in)
      : shop(shop_in), basket(std::move(basket_in)), done(std::move(done_in)) {}

  bool stopped_by(const Answer& answer) {
    if (!answer.failed()) return false;
    times.failed = fmt::format("{} {}", answer.status, answer.body);
    done(std::move(times));
    return true;
  }
  void begin(const shop::CatalogPort& catalog, shop::Id cart) {
    shop::Checkout checkout{.cart = cart, .payment_method = "test_ok", .email = "buyer@example.com"};
    shop::Request request = request_of(catalog, basket, shopper(basket), shop::OrderCommand{std::move(checkout)});
    request.idempotency = shop::IdempotencyKey{"checkout-" + to_string(cart), "fingerprint"};
    shop.submit(std::move(request), [self = shared_from_this()](const Answer& answer) { self->accepted(answer); });
  }
  void accepted(const Answer& answer) {
    if (stopped_by(answer)) return;
    times.accept = microseconds_since(started);
    order = id_in(answer.body, "id");
    intent = "pi_" + to_string(order);
    submit(shop::IntentCreated{.order = order, .intent = intent, .client_secret = "secret"},
           [self = shared_from_this()](const Answer& created) { self->intent_created(created); });
  }
  void intent_created(const Answer& answer) {
    if (stopped_by(answer)) return;
    shop::ProviderEvent event{.provider = "test", .id = "evt_" + intent, .type = shop::ProviderEvent::Type::payment_succeeded,
                              .intent = intent, .order = order,
                              .amount = 1999 * static_cast<std::int64_t>(basket.skus.size()), .currency = "USD"};
    submit(shop::ApplyProviderEvent{.event = std::move(event)},
           [self = shared_from_this()](const Answer& confirmed) { self->confirmed(confirmed); });
  }
  void confirmed(const Answer& answer) {
    if (stopped_by(answer)) return;
    times.whole = microseconds_since(started);
    done(std::move(times));
  }
  void submit(shop::PaymentCommand command, shop::Completion completion) {
    shop.submit({.principal = internal(), .command = std::move(command)}, std::move(completion));
  }
};

void put_lines(shop::Shop& shop, const shop::CatalogPort& catalog, std::shared_ptr<Basket> basket, shop::Id cart,
               std::size_t line, std::function<void(shop::Id, std::string)> done) {
  if (line == basket->skus.size()) return done(cart, {});
  shop::PutLine put{.cart = cart, .sku = basket->skus[line], .quantity = 1};
  shop.submit(request_of(catalog, *basket, shopper(*basket), shop::CartCommand{std::move(put)}),
              [&shop, &catalog, basket, cart, line, done = std::move(done)](const Answer& answer) {
                if (answer.failed()) return done(cart, answer.body);
                put_lines(shop, catalog, basket, cart, line + 1, done);
              });
}

}  // namespace

void fill_cart(shop::Shop& shop, const shop::CatalogPort& catalog, const Basket& basket,
               std::function<void(shop::Id, std::string)> done) {
  auto kept = std::make_shared<Basket>(basket);
  shop.submit({.principal = shopper(basket), .command = shop::CartCommand{shop::CreateCart{}}},
              [&shop, &catalog, kept, done = std::move(done)](const Answer& answer) {
                const shop::Id cart = id_in(answer.body, "id");
                if (answer.failed()) return done(cart, answer.body);
                put_lines(shop, catalog, kept, cart, 0, done);
              });
}

void run_saga(shop::Shop& shop, const shop::CatalogPort& catalog, const Basket& basket, shop::Id cart,
              std::function<void(SagaTimes)> done) {
  std::make_shared<Saga>(shop, basket, std::move(done))->begin(catalog, cart);
}

std::uint64_t settle_jobs(shop::Shop& shop, const std::atomic<bool>& stop) {
  std::uint64_t settled = 0;
  while (!stop.load(std::memory_order_relaxed)) {
    bool any = false;
    for (const std::string_view queue : {"payment", "notification", "shipping", "inventory"}) {
      while (const auto job = shop.jobs().take(queue, shop.now(), 60'000)) {
        any = true;
        ++settled;
        shop.submit({.principal = internal(), .command = shop::JobCommand{shop::FinishJob{job->key}}}, [](const Answer&) {});
      }
    }
    if (!any) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return settled;
}

}  // namespace aisle::bench
