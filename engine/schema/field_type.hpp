#pragma once
// What a leaf field holds, in Elasticsearch's words, and how the engine stores it.

#include <cstdint>
#include <optional>
#include <string_view>

namespace aisle::engine {

enum class FieldType : std::uint8_t {
  text,
  keyword,
  boolean,
  byte_number,
  short_number,
  integer,
  long_number,
  unsigned_long,
  half_float,
  float_number,
  double_number,
  scaled_float,
  date,
  completion,
};

/// How values of a type are kept in columns: terms by ordinal, integers, or doubles.
enum class ValueClass : std::uint8_t {
  terms,    ///< text, keyword, completion
  integer,  ///< boolean (0/1), byte .. long, date (epoch milliseconds)
  real,     ///< half_float .. double, scaled_float
};

constexpr ValueClass value_class(FieldType type) {
  switch (type) {
    case FieldType::text:
    case FieldType::keyword:
    case FieldType::completion: return ValueClass::terms;
    case FieldType::half_float:
    case FieldType::float_number:
    case FieldType::double_number:
    case FieldType::scaled_float: return ValueClass::real;
    default: return ValueClass::integer;
  }
}
constexpr bool is_numeric(FieldType type) { return value_class(type) != ValueClass::terms; }

/// Elasticsearch's name ("long", "half_float"); the inverse gives nothing for a name that is no leaf type.
std::string_view to_string(FieldType type);
std::optional<FieldType> field_type_from(std::string_view name);

}  // namespace aisle::engine
