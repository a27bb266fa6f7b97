#include "engine/query/collect/sort_key.hpp"

#include <fmt/format.h>

#include "engine/query/collect/numeric_sort_key.hpp"
#include "engine/query/collect/plain_sort_keys.hpp"
#include "engine/query/collect/text_sort_key.hpp"

namespace aisle::engine {
namespace {

Error no_mapping(const std::string& field) {
  return Error(ErrorCode::invalid_argument, fmt::format("No mapping found for [{}] in order to sort on", field),
               "query_shard_exception", field);
}

Error no_fielddata(const std::string& field) {
  return Error(
      ErrorCode::invalid_argument,
      fmt::format("Text fields are not optimised for operations that require per-document field data like "
                  "aggregations and sorting, so these operations are disabled by default. Please use a keyword field "
                  "instead. Alternatively, set fielddata=true on [{}] in order to load field data by uninverting the "
                  "inverted index. Note that this can use significant memory.",
                  field),
      "illegal_argument", field);
}

Error no_doc_values(const std::string& field) {
  return Error(ErrorCode::invalid_argument,
               fmt::format("Can't load fielddata on [{}] because fielddata is unsupported on fields of type [keyword]. "
                           "Use doc values instead.",
                           field),
               "illegal_argument", field);
}

}  // namespace

Result<std::unique_ptr<SortKeyPlan>> make_sort_key(const SortKey& key, const Schema& schema) {
  if (key.kind == SortKey::Kind::score) return std::unique_ptr<SortKeyPlan>(make_score_key(key.descending));
  if (key.kind == SortKey::Kind::doc) return std::unique_ptr<SortKeyPlan>(make_doc_key(key.descending));
  if (key.field == "_id") return std::unique_ptr<SortKeyPlan>(make_id_key(key));
  const Field* field = schema.find(key.field);
  if (field == nullptr) {
    if (key.unmapped_type.empty()) return no_mapping(key.field);
    const FieldType type = field_type_from(key.unmapped_type).value_or(FieldType::long_number);
    if (is_numeric(type)) return make_numeric_key(key, kNoField, type);
    return std::unique_ptr<SortKeyPlan>(make_text_key(key, kNoField));
  }
  if (is_numeric(field->type)) return make_numeric_key(key, field->id, field->type);
  if (!field->has_column) return field->is_text() ? no_fielddata(key.field) : no_doc_values(key.field);
  return std::unique_ptr<SortKeyPlan>(make_text_key(key, field->id));
}

}  // namespace aisle::engine
