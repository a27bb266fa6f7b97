#pragma once
// A rule of `dynamic_templates`: which new fields it is for, and what mapping they get.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/json/json_document.hpp"

namespace aisle::loaders {

/// A new field as a template sees it.
struct NewField {
  std::string_view name;          ///< the last part
  std::string_view path;          ///< the full dotted path
  std::string_view json_type;     ///< string, long, double, boolean, date, object: what match_mapping_type names
  std::string_view default_type;  ///< what `{dynamic_type}` stands for: text, long, float, boolean, date, object
};

/// Immutable once read.
class DynamicTemplate {
 public:
  static Result<DynamicTemplate> read(std::string_view name, JsonValue definition);

  bool matches(const NewField& field) const;
  /// The mapping for a field, with `{name}` and `{dynamic_type}` filled in: compact JSON, `type` always present.
  std::string mapping_for(const NewField& field) const;

 private:
  std::string name_;
  std::vector<std::string> match_, unmatch_, path_match_, path_unmatch_, types_, unmatch_types_;
  std::string mapping_;  ///< JSON
};

}  // namespace aisle::loaders
