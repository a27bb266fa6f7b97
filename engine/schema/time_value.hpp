#pragma once
// Lengths of time as Elasticsearch writes them: "14d", "30s", "500ms", "-1".

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace aisle::engine {

/// Milliseconds; "-1" and "0" need no unit. Units: nanos, micros, ms, s, m, h, d. `name` is the setting or parameter
/// for the message ("failed to parse setting [x] with value [v] as a time value: unit is missing or unrecognized").
Result<std::int64_t> parse_time_value(std::string_view text, std::string_view name);

}  // namespace aisle::engine
