#include "server/shop_api/http/single_header.hpp"

#include <fmt/format.h>

namespace aisle::server::shop_api {

Read<std::optional<std::string_view>> single_header(const http::Request& request, std::string_view name) {
  std::optional<std::string_view> value;
  for (const auto& [key, held] : request.headers) {
    if (!http::equal_ignoring_case(key, name)) continue;
    if (value) return std::unexpected(shop::problem(400, "header-invalid", fmt::format("there are two {} headers", name)));
    value = held;
  }
  return value;
}

}  // namespace aisle::server::shop_api
