#pragma once
// Numbers as requests write them, for fields that hold numbers.

#include <cstdint>

#include "base/result.hpp"
#include "engine/schema/field_type.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

/// Errors: invalid_argument, kind "number_format_exception" (`For input string: "x"`), or for booleans
/// "illegal_argument_exception".
Result<double> parse_number(const Value& value, FieldType type);

/// Towards zero, and to the nearest end of the range; NaN gives 0.
std::int64_t clamp_to_int64(double number);

}  // namespace aisle::engine
