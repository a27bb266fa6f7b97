#pragma once
// A scalar as a request or a document carries it, before the field's type has been consulted.

#include <cstdint>
#include <string>
#include <variant>

namespace aisle::engine {

/// null, boolean, integer, real or text. What a text means for a number or date field is decided by the field.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

}  // namespace aisle::engine
