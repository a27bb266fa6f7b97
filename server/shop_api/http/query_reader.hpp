#pragma once
// Parameters behind the '?', as strictly as a body: each at most once, and none that is not known.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/id.hpp"
#include "server/http/request.hpp"
#include "server/shop_api/http/read_fault.hpp"
#include "server/shop_api/http/value_rules.hpp"

namespace aisle::server::shop_api {

/// Reads one request's query; the request must outlive it. As with bodies, the first fault is kept.
class QueryReader {
 public:
  explicit QueryReader(const http::Request& request) : request_(request) {}

  std::optional<std::int64_t> integer(std::string_view name, IntegerRange range);
  std::int64_t integer(std::string_view name, IntegerRange range, std::int64_t otherwise) {
    return integer(name, range).value_or(otherwise);
  }
  std::optional<std::string> text(std::string_view name, TextRule rule);
  /// Says that a parameter is wrong in a way that only the caller knows.
  void refuse(std::string_view name, std::string_view why);

  /// The first fault: 400 parameter-invalid or unknown-parameter.
  Fault finish();

 private:
  std::optional<std::string_view> take(std::string_view name);

  const http::Request& request_;
  std::vector<std::string_view> asked_;
  Fault fault_;
};

/// A path parameter that is an id; nothing for anything else, which is then answered as an object that does not exist.
std::optional<shop::Id> path_id(const http::Request& request, std::string_view name);
/// A path parameter that is a text; 400 parameter-invalid.
Read<std::string> path_text(const http::Request& request, std::string_view name, TextRule rule);

}  // namespace aisle::server::shop_api
