#pragma once
// From what a path holds to what it should be: the rules of inference, as one ordered list.

#include <cstdint>
#include <string_view>

namespace aisle::loaders {

struct FieldNode;

enum class FieldPlan : std::uint8_t {
  boolean,
  long_integer,
  double_decimal,
  date,
  keyword,          ///< codes, URLs, enumerations, arrays of levels
  text_keyword,     ///< text with .keyword, as Elasticsearch's own default
  title,            ///< text_keyword with .autocomplete
  prose,            ///< text only
  category_path,    ///< every level of "A > B > C" is a term; .text for words
  object,
  opaque,           ///< stored, not indexed: objects and plain values under one name, or too deep
  nothing,          ///< only nulls were seen: left to the server
};

struct PlannedField {
  FieldPlan plan = FieldPlan::nothing;
  bool live = false;       ///< changed in place: price, stock
  std::string_view reason; ///< a literal
};

/// `top_level`: titles and live columns are looked for at the top only.
PlannedField plan_field(const FieldNode& node, bool top_level);

/// The mapping's `type`.
std::string_view mapping_type(FieldPlan plan);

}  // namespace aisle::loaders
