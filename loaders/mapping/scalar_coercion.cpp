#include "loaders/mapping/scalar_coercion.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/json/json_document.hpp"

namespace aisle::loaders {
namespace {

using engine::FieldType;
using engine::FieldValue;

constexpr std::size_t kMaxTermBytes = 32'766;  // Lucene's

Coercion malformed(std::string& cause, std::string_view type, std::string reason) {
  cause = std::string(type) + ": " + std::move(reason);
  return Coercion::malformed;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

/// The whole of `text` as a number; a leading plus is allowed, as in Java.
template <class Number>
bool parse_all(std::string_view text, Number& number) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size();
}

struct IntegerRange {
  std::int64_t least;
  std::int64_t most;
  std::string_view phrase;
};

IntegerRange range_of(FieldType type) {
  switch (type) {
    case FieldType::byte_number: return {-128, 127, "a byte"};
    case FieldType::short_number: return {-32'768, 32'767, "a short"};
    case FieldType::integer:
      return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(), "an integer"};
    case FieldType::unsigned_long: return {0, std::numeric_limits<std::int64_t>::max(), "an unsigned long"};
    default:
      return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), "a long"};
  }
}

Coercion keep_integer(const LeafPlan& leaf, std::int64_t value, std::string_view text, FieldValue& out,
                      std::string& cause) {
  const IntegerRange range = range_of(leaf.type);
  if (value < range.least || value > range.most) {
    return malformed(cause, "illegal_argument_exception",
                     "Value [" + std::string(text) + "] is out of range for " + std::string(range.phrase));
  }
  out.value = value;
  return Coercion::value;
}

Coercion truncate_to_integer(const LeafPlan& leaf, double real, std::string_view text, FieldValue& out,
                             std::string& cause) {
  if (!leaf.coerce && real != std::trunc(real)) {
    return malformed(cause, "illegal_argument_exception", "Value [" + std::string(text) + "] has a decimal part");
  }
  if (!(real >= -0x1p63 && real < 0x1p63)) {
    return malformed(cause, "illegal_argument_exception",
                     "Value [" + std::string(text) + "] is out of range for " + std::string(range_of(leaf.type).phrase));
  }
  return keep_integer(leaf, static_cast<std::int64_t>(real), text, out, cause);
}

/// A text for a number field: empty means absent; without coercion only numbers are taken.
Coercion check_text_number(const LeafPlan& leaf, std::string_view text, std::string_view kind, std::string& cause) {
  if (!leaf.coerce) {
    return malformed(cause, "illegal_argument_exception", std::string(kind) + " value passed as String");
  }
  return text.empty() ? Coercion::nothing : Coercion::value;
}

Coercion to_integer(const LeafPlan& leaf, const Scalar& scalar, FieldValue& out, std::string& cause) {
  if (scalar.kind == Scalar::Kind::integer) return keep_integer(leaf, scalar.integer, scalar.text, out, cause);
  if (scalar.kind == Scalar::Kind::real) return truncate_to_integer(leaf, scalar.real, scalar.text, out, cause);
  if (scalar.kind == Scalar::Kind::boolean) {
    return malformed(cause, "illegal_argument_exception",
                     "Current token (VALUE_" + std::string(scalar.boolean ? "TRUE" : "FALSE") +
                         ") not numeric, can not use numeric value accessors");
  }
  const std::string_view text = trimmed(scalar.text);
  if (const Coercion kind = check_text_number(leaf, text, "Integer", cause); kind != Coercion::value) return kind;
  std::int64_t integer = 0;
  if (parse_all(text, integer)) return keep_integer(leaf, integer, text, out, cause);
  double real = 0;
  if (parse_all(text, real) && std::isfinite(real)) return truncate_to_integer(leaf, real, text, out, cause);
  return malformed(cause, "illegal_argument_exception", "For input string: \"" + std::string(scalar.text) + "\"");
}

/// Nearest IEEE half (ties to even), as a double; infinite past 65504 and its rounding range.
double round_to_half(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  int exponent = 0;
  std::frexp(value, &exponent);
  const int lowest_bit = std::max(exponent - 11, -24);  // 11 bits of mantissa, subnormals below 2^-14
  const double rounded = std::ldexp(std::nearbyint(std::ldexp(value, -lowest_bit)), lowest_bit);
  return std::abs(rounded) > 65'504 ? std::copysign(std::numeric_limits<double>::infinity(), value) : rounded;
}

double in_precision(const LeafPlan& leaf, double real) {
  switch (leaf.type) {
    case FieldType::float_number: return static_cast<double>(static_cast<float>(real));
    case FieldType::half_float: return round_to_half(static_cast<double>(static_cast<float>(real)));
    case FieldType::scaled_float: return std::round(real * leaf.scaling_factor) / leaf.scaling_factor;
    default: return real;
  }
}

Coercion keep_real(const LeafPlan& leaf, double real, std::string_view text, FieldValue& out, std::string& cause) {
  const double kept = in_precision(leaf, real);
  if (!std::isfinite(kept)) {
    return malformed(cause, "illegal_argument_exception",
                     "[" + leaf.type_name + "] supports only finite values, but got [" + std::string(text) + "]");
  }
  out.value = kept;
  return Coercion::value;
}

Coercion to_real(const LeafPlan& leaf, const Scalar& scalar, FieldValue& out, std::string& cause) {
  if (scalar.kind == Scalar::Kind::real) return keep_real(leaf, scalar.real, scalar.text, out, cause);
  if (scalar.kind == Scalar::Kind::integer) {
    return keep_real(leaf, static_cast<double>(scalar.integer), scalar.text, out, cause);
  }
  if (scalar.kind == Scalar::Kind::boolean) {
    return malformed(cause, "illegal_argument_exception",
                     "Current token (VALUE_" + std::string(scalar.boolean ? "TRUE" : "FALSE") +
                         ") not numeric, can not use numeric value accessors");
  }
  const std::string_view text = trimmed(scalar.text);
  if (const Coercion kind = check_text_number(leaf, text, "Double", cause); kind != Coercion::value) return kind;
  double real = 0;
  if (parse_all(text, real)) return keep_real(leaf, real, text, out, cause);
  return malformed(cause, "number_format_exception", "For input string: \"" + std::string(scalar.text) + "\"");
}

Coercion to_boolean(const Scalar& scalar, FieldValue& out, std::string& cause) {
  const std::string_view text = scalar.text;
  if (scalar.kind == Scalar::Kind::boolean) {
    out.value = std::int64_t{scalar.boolean ? 1 : 0};
  } else if (scalar.kind == Scalar::Kind::text && (text == "true" || text == "false" || text.empty())) {
    out.value = std::int64_t{text == "true" ? 1 : 0};
  } else {
    return malformed(cause, "illegal_argument_exception",
                     "Failed to parse value [" + std::string(text) + "] as only [true] or [false] are allowed.");
  }
  return Coercion::value;
}

Coercion to_date(const LeafPlan& leaf, const Scalar& scalar, FieldValue& out, std::string& cause) {
  if (const auto date = leaf.date_format.parse_exact(scalar.text)) {
    out.value = *date;
    return Coercion::value;
  }
  return malformed(cause, "illegal_argument_exception",
                   "failed to parse date field [" + std::string(scalar.text) + "] with format [" +
                       leaf.date_format.name() + "]");
}

Coercion to_keyword(const LeafPlan& leaf, const Scalar& scalar, FieldValue& out, std::string& cause) {
  const std::string_view text = scalar.text;
  if (text.size() > leaf.ignore_above && utf16_length(text) > leaf.ignore_above) return Coercion::nothing;
  if (text.size() > kMaxTermBytes && leaf.kept) {
    return malformed(cause, "max_bytes_length_exceeded_exception",
                     "bytes can be at most 32766 in length; got " + std::to_string(text.size()));
  }
  out.value = text;
  return Coercion::value;
}

}  // namespace

Coercion coerce_scalar(const LeafPlan& leaf, const Scalar& scalar, FieldValue& out, std::string& cause) {
  out.field = leaf.id;
  switch (leaf.type) {
    case FieldType::text: out.value = scalar.text; return Coercion::value;
    case FieldType::keyword: return to_keyword(leaf, scalar, out, cause);
    case FieldType::boolean: return to_boolean(scalar, out, cause);
    case FieldType::date: return to_date(leaf, scalar, out, cause);
    case FieldType::half_float:
    case FieldType::float_number:
    case FieldType::double_number:
    case FieldType::scaled_float: return to_real(leaf, scalar, out, cause);
    default: return to_integer(leaf, scalar, out, cause);
  }
}

Scalar scalar_from_json(std::string_view json, std::string& unescaped) {
  Scalar scalar;
  scalar.text = json;
  if (json == "true" || json == "false") {
    scalar.kind = Scalar::Kind::boolean;
    scalar.boolean = json == "true";
  } else if (!json.empty() && json.front() == '"') {
    if (const auto document = JsonDocument::parse(json)) unescaped = std::string(document->root().text());
    scalar.text = unescaped;
  } else if (parse_all(json, scalar.integer)) {
    scalar.kind = Scalar::Kind::integer;
  } else if (parse_all(json, scalar.real)) {
    scalar.kind = Scalar::Kind::real;
  }
  return scalar;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) != 0x80 ? 1 : 0;  // every first byte is a character
    units += byte >= 0xF0 ? 1 : 0;           // beyond the basic plane: a surrogate pair
  }
  return units;
}

}  // namespace aisle::loaders
