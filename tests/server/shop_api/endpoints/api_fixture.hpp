#pragma once
// The shop's routes over a store in memory and a catalog of two products, without sockets.

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "carts_orders/testing/memory_store.hpp"
#include "server/shop_api/endpoints/shop_routes.hpp"

namespace aisle::server::shop_api::testing {

class TwoProducts final : public shop::CatalogPort {
 public:
  shop::ProductFacts look_up(std::string_view sku) const override {
    shop::ProductFacts facts{.sku = std::string(sku)};
    if (sku != "P1" && sku != "P2") return facts;
    facts.exists = true;
    facts.title = "Product " + facts.sku;
    facts.price = shop::Money{1000, *shop::Currency::find("USD")};
    facts.opening_stock = 10;
    return facts;
  }
  void publish(std::span<const shop::LiveProduct>) override {}
};

class ShopApiTest : public ::testing::Test {
 protected:
  ShopApiTest() {
    shop::ShopOptions options;
    options.writer.stop_process = [](const Error& error) { FAIL() << error.message; };
    auto opened = shop::Shop::open(std::move(options), std::make_unique<shop::MemoryStore>(), catalog_, clock_, boot_clock_);
    shop_ = std::move(*opened);
    context_ = std::make_unique<ShopContext>(ShopContext{.shop = *shop_,
                                                         .catalog = catalog_,
                                                         .authenticator = authenticator_,
                                                         .clock = clock_,
                                                         .alarms = alarms_,
                                                         .providers = {},
                                                         .backups = {}});
    add_shop_routes(router_, *context_);
  }
  /// As the service does: nobody is called back once the context goes.
  ~ShopApiTest() override { alarms_.stop(); }

  using Headers = std::vector<http::NameValue>;

  /// Sends "GET /carts/mine?x=1"; the request lives as long as the test.
  std::future<http::Response> send(std::string_view line, Headers headers = {}, std::string body = {}) {
    auto& request = *requests_.emplace_back(std::make_unique<http::Request>());
    const std::size_t space = line.find(' ');
    request.method = http::method_from(line.substr(0, space));
    request.uri = "/_shop/v1" + std::string(line.substr(space + 1));
    const std::size_t question = request.uri.find('?');
    request.path = request.uri.substr(0, question);
    if (question != std::string::npos) add_query(request.uri.substr(question + 1), request);
    request.headers = std::move(headers);
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    request.body = std::move(body);
    auto promise = std::make_shared<std::promise<http::Response>>();
    http::Match match = router_.match(request.method, request.path);
    EXPECT_NE(match.route, nullptr) << line;
    request.path_parameters = match.parameters;
    match.route->handler(request, http::Reply::to([promise](http::Response response) { promise->set_value(std::move(response)); }));
    return promise->get_future();
  }
  http::Response call(std::string_view line, Headers headers = {}, std::string body = {}) {
    return send(line, std::move(headers), std::move(body)).get();
  }
  static Headers keyed(std::string key) { return {{"Idempotency-Key", std::move(key)}}; }
  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers) {
      if (known == name) return value;
    }
    return {};
  }
  /// The text of a JSON member, by a search for its name: answers here are small.
  static std::string member(const http::Response& response, const std::string& name) {
    const std::size_t at = response.body.find('"' + name + "\":\"");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return response.body.substr(begin, response.body.find('"', begin) - begin);
  }

  static void add_query(std::string query, http::Request& request) {
    const std::size_t equals = query.find('=');
    request.query.emplace_back(query.substr(0, equals), equals == std::string::npos ? "" : query.substr(equals + 1));
  }

  SystemClock clock_;
  shop::BootClock boot_clock_;
  TwoProducts catalog_;
  Authenticator authenticator_{http::ApiKeys(), std::nullopt};
  std::unique_ptr<shop::Shop> shop_;
  Alarms alarms_;
  std::unique_ptr<ShopContext> context_;
  http::Router router_;
  std::vector<std::unique_ptr<http::Request>> requests_;
};

}  // namespace aisle::server::shop_api::testing
