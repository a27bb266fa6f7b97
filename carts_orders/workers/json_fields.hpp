#pragma once
// Members of JSON objects that others wrote: absent and of the wrong type are the same.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/json_document.hpp"
#include "carts_orders/id.hpp"

namespace aisle::shop {

/// What an answer of a provider or a job's payload may be: bounded well below what memory allows.
inline constexpr JsonLimits kMessageLimits{.max_depth = 32, .max_nodes = 20'000, .allow_duplicate_keys = false};

inline std::string text_of(JsonValue object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is_string() ? std::string(value->text()) : std::string();
}

inline std::int64_t integer_of(JsonValue object, std::string_view name, std::int64_t otherwise = 0) {
  const auto value = object.find(name);
  return value && value->is_number() ? value->as_int64().value_or(otherwise) : otherwise;
}

inline bool boolean_of(JsonValue object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is_boolean() && value->boolean();
}

inline Id id_of(JsonValue object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is_string() ? parse_id(value->text()).value_or(Id()) : Id();
}

}  // namespace aisle::shop
