#include "engine/query/rewrite/field_value_text.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "analyzers/analyzer.hpp"
#include "engine/schema/date_format.hpp"

namespace aisle::engine {
namespace {

Error not_a_number(std::string_view text) {
  return Error(ErrorCode::invalid_argument,
               text.empty() ? std::string("empty String") : fmt::format("For input string: \"{}\"", text),
               "number_format");
}

struct IntegerLimits {
  std::int64_t low;
  std::int64_t high;
  std::string_view name;
};

IntegerLimits limits_of(FieldType type) {
  switch (type) {
    case FieldType::byte_number: return {-128, 127, "a byte"};
    case FieldType::short_number: return {-32768, 32767, "a short"};
    case FieldType::integer: return {INT32_MIN, INT32_MAX, "an integer"};
    case FieldType::unsigned_long: return {0, INT64_MAX, "an unsigned long"};
    default: return {INT64_MIN, INT64_MAX, "a long"};
  }
}

/// A number as written: an integer where it fits one, and a double in any case.
struct ParsedNumber {
  std::optional<std::int64_t> integer;
  double real = 0.0;
};

Result<ParsedNumber> parse_number(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return ParsedNumber{*integer, static_cast<double>(*integer)};
  ParsedNumber parsed;
  if (const auto* real = std::get_if<double>(&value)) {
    parsed.real = *real;
  } else {
    const std::string text = text_of(value);
    std::int64_t integer = 0;
    const char* end = text.data() + text.size();
    const auto whole = std::from_chars(text.data(), end, integer);
    if (whole.ec == std::errc{} && whole.ptr == end) return ParsedNumber{integer, static_cast<double>(integer)};
    const auto real_end = std::from_chars(text.data(), end, parsed.real);
    if (real_end.ec != std::errc{} || real_end.ptr != end || !std::isfinite(parsed.real)) return not_a_number(text);
  }
  if (parsed.real == std::floor(parsed.real) && std::abs(parsed.real) < 9.2e18) {
    parsed.integer = static_cast<std::int64_t>(parsed.real);
  }
  return parsed;
}

Result<std::optional<FieldNumber>> boolean(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return std::optional(FieldNumber{*flag ? 1 : 0, 0.0});
  const std::string text = text_of(value);
  if (text == "true") return std::optional(FieldNumber{1, 0.0});
  if (text == "false" || text.empty()) return std::optional(FieldNumber{0, 0.0});
  return Error(ErrorCode::invalid_argument,
               fmt::format("Can't parse boolean value [{}], expected [true] or [false]", text), "illegal_argument");
}

/// The double that a column holds for a number of this type.
double as_held(const Field& field, double real) {
  if (field.type == FieldType::scaled_float) return std::round(real * field.scaling_factor) / field.scaling_factor;
  return real;
}

Result<EpochMillis> date(const Field& field, const Value& value, const RangeEnds& ends, DateRounding rounding,
                         EpochMillis now_ms) {
  DateParseOptions options{.rounding = rounding, .now = now_ms};
  if (!ends.time_zone.empty()) {
    Result<TimeZone> zone = TimeZone::parse(ends.time_zone);
    if (!zone) return std::move(zone).error();
    options.zone = *zone;
  }
  std::string_view format = ends.format.empty() ? std::string_view(field.date_format) : ends.format;
  if (format.empty()) format = kDefaultDateFormat;
  return parse_date(text_of(value), format, options);
}

Status set_date_bounds(const Field& field, const RangeEnds& ends, EpochMillis now_ms, NumericBounds& bounds) {
  if (!is_null(ends.from)) {
    const DateRounding rounding = ends.include_from ? DateRounding::down : DateRounding::up;
    Result<EpochMillis> low = date(field, ends.from, ends, rounding, now_ms);
    if (!low) return std::move(low).error();
    bounds.low = ends.include_from ? *low : *low + 1;
  }
  if (!is_null(ends.to)) {
    const DateRounding rounding = ends.include_to ? DateRounding::up : DateRounding::down;
    Result<EpochMillis> high = date(field, ends.to, ends, rounding, now_ms);
    if (!high) return std::move(high).error();
    bounds.high = ends.include_to ? *high : *high - 1;
  }
  return {};
}

/// The least integer that a lower bound admits; none: nothing can.
std::optional<std::int64_t> least(const ParsedNumber& number, bool include) {
  if (number.integer) {
    if (include) return number.integer;
    return *number.integer == INT64_MAX ? std::nullopt : std::optional(*number.integer + 1);
  }
  if (number.real >= 9.2e18) return std::nullopt;
  return number.real <= -9.2e18 ? INT64_MIN : static_cast<std::int64_t>(std::ceil(number.real));
}

std::optional<std::int64_t> greatest(const ParsedNumber& number, bool include) {
  if (number.integer) {
    if (include) return number.integer;
    return *number.integer == INT64_MIN ? std::nullopt : std::optional(*number.integer - 1);
  }
  if (number.real <= -9.2e18) return std::nullopt;
  return number.real >= 9.2e18 ? INT64_MAX : static_cast<std::int64_t>(std::floor(number.real));
}

Result<ParsedNumber> parse_bound(const Field& field, const Value& value) {
  if (field.type != FieldType::boolean) return parse_number(value);
  const Result<std::optional<FieldNumber>> flag = boolean(value);
  if (!flag) return flag.error();
  return ParsedNumber{(*flag)->integer, static_cast<double>((*flag)->integer)};
}

Status set_integer_bounds(const Field& field, const RangeEnds& ends, NumericBounds& bounds) {
  std::optional<std::int64_t> low = INT64_MIN;
  std::optional<std::int64_t> high = INT64_MAX;
  if (!is_null(ends.from)) {
    const Result<ParsedNumber> from = parse_bound(field, ends.from);
    if (!from) return from.error();
    low = least(*from, ends.include_from);
  }
  if (!is_null(ends.to)) {
    const Result<ParsedNumber> to = parse_bound(field, ends.to);
    if (!to) return to.error();
    high = greatest(*to, ends.include_to);
  }
  bounds.low = low && high ? *low : 1;
  bounds.high = low && high ? *high : 0;
  return {};
}

Status set_real_bounds(const RangeEnds& ends, NumericBounds& bounds) {
  bounds.include_from = ends.include_from;
  bounds.include_to = ends.include_to;
  if (!is_null(ends.from)) {
    const Result<ParsedNumber> from = parse_number(ends.from);
    if (!from) return from.error();
    bounds.from = from->real;
  }
  if (!is_null(ends.to)) {
    const Result<ParsedNumber> to = parse_number(ends.to);
    if (!to) return to.error();
    bounds.to = to->real;
  }
  return {};
}

struct TextOf {
  std::string operator()(const std::monostate&) const { return "null"; }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t integer) const { return std::to_string(integer); }
  std::string operator()(double real) const {
    const bool whole = real == std::floor(real) && std::abs(real) < 1e7;
    return whole ? fmt::format("{:.1f}", real) : fmt::format("{}", real);
  }
  std::string operator()(const std::string& text) const { return text; }
};

}  // namespace

std::string text_of(const Value& value) { return std::visit(TextOf{}, value); }

std::string indexed_term(const Field& field, const Value& value) {
  std::string text = text_of(value);
  return field.normalizer == nullptr ? text : field.normalizer->normalize(text);
}

Result<std::optional<FieldNumber>> field_number(const Field& field, const Value& value) {
  if (field.type == FieldType::boolean) return boolean(value);
  if (std::holds_alternative<bool>(value)) return not_a_number(text_of(value));
  const Result<ParsedNumber> number = parse_number(value);
  if (!number) return number.error();
  if (value_class(field.type) == ValueClass::real) {
    return std::optional(FieldNumber{0, as_held(field, number->real)});
  }
  if (!number->integer) {
    if (number->real != std::floor(number->real)) return std::optional<FieldNumber>{};
  }
  const IntegerLimits limits = limits_of(field.type);
  if (!number->integer || *number->integer < limits.low || *number->integer > limits.high) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Value [{}] is out of range for {}", text_of(value), limits.name), "illegal_argument");
  }
  return std::optional(FieldNumber{*number->integer, number->real});
}

Result<NumericBounds> range_bounds(const Field& field, const RangeEnds& ends, EpochMillis now_ms) {
  NumericBounds bounds;
  Status done;
  if (field.type == FieldType::date) {
    done = set_date_bounds(field, ends, now_ms, bounds);
  } else if (value_class(field.type) == ValueClass::real) {
    done = set_real_bounds(ends, bounds);
  } else {
    done = set_integer_bounds(field, ends, bounds);
  }
  if (!done) return std::move(done).error();
  return bounds;
}

}  // namespace aisle::engine
