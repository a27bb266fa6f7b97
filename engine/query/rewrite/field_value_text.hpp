#pragma once
// Values of a request as a field understands them.

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/query/plan/filter_plan.hpp"
#include "engine/schema/field.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

/// A value as text: what Elasticsearch's toString makes of it.
std::string text_of(const Value& value);

/// The term under which a text or keyword field holds a value (the normalizer applied).
std::string indexed_term(const Field& field, const Value& value);

/// A number as a numeric or boolean field holds it. None: a value that the field cannot hold, such as 1.5 in an integer
/// field. Dates are not numbers here.
struct FieldNumber {
  std::int64_t integer = 0;
  double real = 0.0;
};
/// Errors: "number_format" (`For input string: "x"`), "illegal_argument" (out of range, bad boolean).
Result<std::optional<FieldNumber>> field_number(const Field& field, const Value& value);

/// Bounds of a range clause over a numeric, boolean or date field.
struct RangeEnds {
  const Value& from;
  const Value& to;
  bool include_from = true;
  bool include_to = true;
  std::string_view format = {};
  std::string_view time_zone = {};
};
Result<NumericBounds> range_bounds(const Field& field, const RangeEnds& ends, EpochMillis now_ms);

}  // namespace aisle::engine
