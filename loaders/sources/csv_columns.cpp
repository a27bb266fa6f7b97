#include "loaders/sources/csv_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace aisle::loaders {

namespace {

// JSON has 64-bit integers at best; longer digit strings are codes.
constexpr std::size_t kMaxIntegerDigits = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// A cell in JSON's own grammar for numbers, so that it can be copied as it is.
struct NumberShape {
  bool is_number = false;
  bool is_integer = false;
  std::size_t mantissa_size = 0;  ///< of an integer, sign included
  std::size_t zeros = 0;          ///< of an integer with an exponent: 1e+05 has five
};

// R writes the id 100000 of a table as 1e+05. Without a fraction nothing was rounded, so that is still the integer.
NumberShape exponent_shape(std::string_view text, std::size_t at, std::size_t mantissa_size, bool has_fraction) {
  ++at;
  const bool negative = at < text.size() && text[at] == '-';
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  std::size_t exponent = 0;
  const std::size_t digits = at;
  for (; at < text.size() && is_digit(text[at]); ++at) exponent = exponent * 10 + static_cast<std::size_t>(text[at] - '0');
  if (at == digits || at != text.size() || at - digits > 3) return {};
  const bool is_integer = !has_fraction && !negative && mantissa_size + exponent <= kMaxIntegerDigits;
  return {true, is_integer, mantissa_size, is_integer ? exponent : 0};
}

NumberShape shape_of(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t digits = at;
  at = skip_digits(text, at);
  const std::size_t integer_digits = at - digits, mantissa_size = at;
  if (integer_digits == 0 || (text[digits] == '0' && integer_digits > 1)) return {};
  if (at == text.size()) return {integer_digits <= kMaxIntegerDigits, integer_digits <= kMaxIntegerDigits, at, 0};
  const bool has_fraction = text[at] == '.';
  if (has_fraction) {
    const std::size_t fraction = ++at;
    at = skip_digits(text, at);
    if (at == fraction) return {};
  }
  if (at == text.size()) return {true, false, 0, 0};
  if (text[at] != 'e' && text[at] != 'E') return {};
  return exponent_shape(text, at, mantissa_size, has_fraction);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool is_true(std::string_view cell) { return equals_ignoring_case(cell, "true"); }
bool is_false(std::string_view cell) { return equals_ignoring_case(cell, "false"); }

std::string_view trim_blanks(std::string_view cell) {
  while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
  while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
  return cell;
}

bool matches(std::string_view cell, CsvType type) {
  switch (type) {
    case CsvType::integer: return shape_of(cell).is_integer;
    case CsvType::decimal: return shape_of(cell).is_number;
    case CsvType::boolean: return is_true(cell) || is_false(cell);
    case CsvType::text: return true;
  }
  return true;
}

void append_number(std::string_view cell, CsvType type, std::string& json) {
  const auto shape = shape_of(cell);
  if (type != CsvType::integer || shape.zeros == 0) {
    json += cell;
    return;
  }
  json += cell.substr(0, shape.mantissa_size);
  json.append(shape.zeros, '0');
}

}  // namespace

bool is_missing_word(std::string_view cell) {
  static constexpr std::array<std::string_view, 9> kWords = {"", "NULL", "null", "NaN", "nan", "NA", "N/A", "None", "none"};
  return std::ranges::find(kWords, cell) != kWords.end();
}

void CsvColumn::see(std::string_view cell) {
  cell = trim_blanks(cell);
  if (is_missing_word(cell)) return;
  any_ = true;
  integer_ = integer_ && matches(cell, CsvType::integer);
  decimal_ = decimal_ && matches(cell, CsvType::decimal);
  boolean_ = boolean_ && matches(cell, CsvType::boolean);
}

CsvType CsvColumn::type() const {
  if (!any_) return CsvType::text;
  if (integer_) return CsvType::integer;
  if (decimal_) return CsvType::decimal;
  return boolean_ ? CsvType::boolean : CsvType::text;
}

bool append_cell(std::string_view cell, CsvType type, std::string& json) {
  if (cell.empty()) return false;
  if (type == CsvType::text) return append_json_string(cell, json), true;
  cell = trim_blanks(cell);
  if (is_missing_word(cell)) return false;
  if (!matches(cell, type))
    append_json_string(cell, json);
  else if (type == CsvType::boolean)
    json += is_true(cell) ? "true" : "false";
  else
    append_number(cell, type, json);
  return true;
}

void append_json_string(std::string_view text, std::string& json) {
  json += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      json += c;
    } else if (c == '\n') {
      json += "\\n";
    } else if (c == '\t') {
      json += "\\t";
    } else {
      fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  json += '"';
}

}  // namespace aisle::loaders
