#include "engine/aggregate/values/parse_number.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
namespace aisle::engine {
namespace {

Result<double> parse_boolean(std::string_view text) {
  if (text == "true") return 1.0;
  if (text == "false" || text.empty()) return 0.0;
  return Error(ErrorCode::invalid_argument,
               "Failed to parse value [" + std::string(text) + "] as only [true] or [false] are allowed.",
               "illegal_argument_exception");
}

Result<double> parse_text(std::string_view text) {
  double number = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc() && end == text.data() + text.size()) return number;
  return Error(ErrorCode::invalid_argument, "For input string: \"" + std::string(text) + "\"",
               "number_format_exception");
}

}  // namespace

Result<double> parse_number(const Value& value, FieldType type) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1.0 : 0.0;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (type == FieldType::boolean && *text != "0" && *text != "1") return parse_boolean(*text);
    return parse_text(*text);
  }
  return parse_text("null");
}

std::int64_t clamp_to_int64(double number) {
  if (std::isnan(number)) return 0;
  if (number >= 9223372036854775807.0) return std::numeric_limits<std::int64_t>::max();
  if (number <= -9223372036854775808.0) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

}  // namespace aisle::engine
