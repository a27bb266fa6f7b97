#include "server/shop_api/http/query_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/http/problem.hpp"

namespace aisle::server::shop_api {
namespace {

shop::Answer invalid(std::string_view name, std::string_view why) {
  return shop::problem(400, "parameter-invalid", fmt::format("[{}] {}", name, why),
                       [&](JsonWriter& json) { json.field("parameter", name); });
}

}  // namespace

std::optional<std::string_view> QueryReader::take(std::string_view name) {
  asked_.push_back(name);
  if (fault_) return std::nullopt;
  const auto times = std::ranges::count(request_.query, name, &http::NameValue::first);
  if (times > 1) refuse(name, "is there more than once");
  return times == 1 ? std::optional(request_.query_value(name)) : std::nullopt;
}

std::optional<std::int64_t> QueryReader::integer(std::string_view name, IntegerRange range) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  const auto number = parse_integer(*value);
  if (!number) return refuse(name, "is not a whole number"), std::nullopt;
  if (const auto why = integer_fault(*number, range); !why.empty()) return refuse(name, why), std::nullopt;
  return number;
}

std::optional<std::string> QueryReader::text(std::string_view name, TextRule rule) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  if (const auto why = text_fault(*value, rule); !why.empty()) return refuse(name, why), std::nullopt;
  return std::string(*value);
}

void QueryReader::refuse(std::string_view name, std::string_view why) {
  if (!fault_) fault_ = invalid(name, why);
}

Fault QueryReader::finish() {
  if (fault_) return fault_;
  for (const auto& [name, value] : request_.query) {
    if (std::ranges::find(asked_, name) != asked_.end()) continue;
    const std::string shown = http::printable(name);
    return shop::problem(400, "unknown-parameter",
                         fmt::format("[{}] is unknown here; known are [{}]", shown, fmt::join(asked_, ", ")),
                         [&](JsonWriter& json) { json.field("parameter", std::string_view(shown)); });
  }
  return std::nullopt;
}

std::optional<shop::Id> path_id(const http::Request& request, std::string_view name) {
  return shop::parse_id(request.param(name));
}

Read<std::string> path_text(const http::Request& request, std::string_view name, TextRule rule) {
  const auto value = request.param(name);
  if (const auto why = text_fault(value, rule); !why.empty()) return std::unexpected(invalid(name, why));
  return std::string(value);
}

}  // namespace aisle::server::shop_api
