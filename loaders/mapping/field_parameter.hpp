#pragma once
// Which parameters does a field type know, what is each worth when not given, and may it change later?

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/json/json_document.hpp"

namespace aisle::loaders {

enum class ParameterKind : std::uint8_t { boolean, integer, number, text, choice, texts, any };
enum class ParameterChange : std::uint8_t { never, always, only_to_false };

struct ParameterSpec {
  std::string_view name;
  ParameterKind kind;
  std::string_view default_json;  ///< canonical; empty: there is no default, any value counts as given
  ParameterChange change = ParameterChange::never;
  std::string_view choices = {};  ///< of a choice: "docs, freqs"
};

/// A field type's parameters in the order in which Elasticsearch writes them; nothing for an unknown type.
std::optional<std::span<const ParameterSpec>> parameters_of(std::string_view type);
const ParameterSpec* find_parameter(std::span<const ParameterSpec> specs, std::string_view name);

/// The value as compact JSON in the parameter's own type ("false" as text becomes false, "5" becomes 5).
Result<std::string> canonical_parameter(const ParameterSpec& spec, JsonValue value, std::string_view field);

/// Compact JSON of any value.
std::string compact_json(JsonValue value);

/// true, false and their names in quotes; nothing else.
std::optional<bool> lenient_boolean(JsonValue value);

}  // namespace aisle::loaders
