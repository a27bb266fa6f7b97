#pragma once
// The endpoints over a fresh data directory, without sockets: a request line and a body in, status and JSON out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <string>

#include "server/es_api/indices/routes.hpp"
#include "server/http/uri.hpp"

namespace aisle::server::es_api::testing {

struct Answer {
  int status = 0;
  std::string body;
};

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    directory_ = std::filesystem::temp_directory_path() /
                 ("aisle_api_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + "_" + random_uuid());
    open();
  }
  ~ApiTest() override {
    if (registry_) (void)registry_->close();
    registry_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  void open() {
    router_ = http::Router();
    context_.reset();
    auto registry = IndexRegistry::open(directory_);
    ASSERT_TRUE(registry.ok()) << registry.error().message;
    registry_ = std::move(*registry);
    context_.emplace(EsContext{.registry = *registry_, .clock = clock_});
    add_es_routes(router_, *context_);
  }
  void reopen() {
    ASSERT_TRUE(registry_->close().ok());
    registry_.reset();
    open();
  }

  /// "PUT /products?pretty" and a body. Waits for deferred answers.
  Answer call(std::string_view line, std::string body = {}) {
    http::Request request;
    const std::size_t space = line.find(' ');
    request.method = http::method_from(line.substr(0, space));
    request.uri = std::string(line.substr(space + 1));
    const std::size_t question = request.uri.find('?');
    request.path = request.uri.substr(0, question);
    if (question != std::string::npos) add_query(std::string_view(request.uri).substr(question + 1), request);
    request.body = std::move(body);
    http::Match match = router_.match(request.method, request.uri);
    if (match.route == nullptr) return {match.refusal.status, match.refusal.body};
    request.path_parameters = match.parameters;
    auto answered = std::make_shared<std::promise<http::Response>>();
    auto future = answered->get_future();
    match.route->handler(request, http::Reply::to([answered](http::Response response) { answered->set_value(std::move(response)); }));
    if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready) return {0, "no answer"};
    http::Response response = future.get();
    return {response.status, response.body};
  }

  static void add_query(std::string_view query, http::Request& request) {
    while (!query.empty()) {
      const std::string_view pair = query.substr(0, query.find('&'));
      query.remove_prefix(std::min(query.size(), pair.size() + 1));
      const std::size_t equals = pair.find('=');
      request.query.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    }
  }

  std::filesystem::path directory_;
  SystemClock clock_;
  std::unique_ptr<IndexRegistry> registry_;
  std::optional<EsContext> context_;
  http::Router router_;
};

/// A part of a JSON answer, "error.type", "items.0.index.status"; scalars as text, others raw.
inline std::string at(const Answer& answer, std::string_view path) {
  const auto document = JsonDocument::parse(answer.body);
  if (!document) return "not JSON: " + answer.body;
  JsonValue value = document->root();
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    if (value.is_array()) {
      std::size_t left = std::stoul(std::string(part));
      bool found = false;
      for (const JsonValue element : value.elements()) {
        if (left-- != 0) continue;
        value = element;
        found = true;
        break;
      }
      if (!found) return "missing";
      continue;
    }
    const auto next = value.find(part);
    if (!next) return "missing";
    value = *next;
  }
  return std::string(value.is_scalar() ? value.text() : value.raw());
}

}  // namespace aisle::server::es_api::testing
