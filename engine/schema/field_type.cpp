#include "engine/schema/field_type.hpp"

#include <array>
#include <utility>

namespace aisle::engine {
namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 14> kNames{{
    {FieldType::text, "text"},
    {FieldType::keyword, "keyword"},
    {FieldType::boolean, "boolean"},
    {FieldType::byte_number, "byte"},
    {FieldType::short_number, "short"},
    {FieldType::integer, "integer"},
    {FieldType::long_number, "long"},
    {FieldType::unsigned_long, "unsigned_long"},
    {FieldType::half_float, "half_float"},
    {FieldType::float_number, "float"},
    {FieldType::double_number, "double"},
    {FieldType::scaled_float, "scaled_float"},
    {FieldType::date, "date"},
    {FieldType::completion, "completion"},
}};

}  // namespace

std::string_view to_string(FieldType type) {
  for (const auto& [known, name] : kNames) {
    if (known == type) return name;
  }
  return "unknown";
}

std::optional<FieldType> field_type_from(std::string_view name) {
  for (const auto& [known, known_name] : kNames) {
    if (known_name == name) return known;
  }
  return std::nullopt;
}

}  // namespace aisle::engine
