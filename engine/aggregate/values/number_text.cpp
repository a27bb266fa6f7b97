#include "engine/aggregate/values/number_text.hpp"

#include <charconv>
#include <cmath>

#include "engine/schema/date_format.hpp"

namespace aisle::engine {

std::string value_text(const Value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&value)) return java_double(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "null";
}

std::string java_double(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  const double size = std::abs(number);
  const bool plain = size == 0.0 || (size >= 1e-3 && size < 1e7);
  char buffer[64];
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr;
  std::string text(buffer, end);
  if (plain) return text.find('.') == std::string::npos ? text + ".0" : text;
  const std::size_t e = text.find('e');
  std::string mantissa = text.substr(0, e);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  return mantissa + "E" + std::to_string(std::stoi(text.substr(e + 1)));
}

std::string date_text(EpochMillis date, const std::string& format) {
  const Result<std::string> text = format_date(date, format.empty() ? kDefaultDateFormat : std::string_view(format));
  return text ? *text : std::to_string(date);
}

}  // namespace aisle::engine
