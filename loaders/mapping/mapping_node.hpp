#pragma once
// One node of a mapping's tree: an object with properties, or a field with parameters and multi-fields.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aisle::loaders {

/// What happens to a field of a document that the mapping does not know.
enum class DynamicMode : std::uint8_t { inherit, on, off, strict };
std::string_view to_string(DynamicMode mode);

/// A plain value, copied to be changed. Everything in it is checked: parameters are known, in canonical JSON, and
/// differ from their defaults, so that two nodes are alike when their maps are.
struct MappingNode {
  std::string type = "object";
  std::map<std::string, std::string, std::less<>> parameters;  ///< of a field
  std::map<std::string, MappingNode, std::less<>> children;    ///< properties of an object, multi-fields of a field

  DynamicMode dynamic = DynamicMode::inherit;  ///< of an object
  bool enabled = true;                         ///< of an object: false means stored, never looked into
  std::string subobjects;                      ///< of an object: kept for the round trip

  bool is_object() const { return type == "object"; }

  const std::string* parameter(std::string_view name) const;
  bool flag(std::string_view name, bool otherwise) const;
  double number(std::string_view name, double otherwise) const;
  /// A text parameter without its quotes; nothing when not given.
  std::optional<std::string> text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
};

/// What the root of a mapping says beside its properties.
struct MappingRoot {
  MappingNode object;
  std::optional<bool> date_detection;
  std::optional<bool> numeric_detection;
  std::string dynamic_date_formats;           ///< canonical JSON list, or empty
  std::vector<std::pair<std::string, std::string>> dynamic_templates;  ///< name, canonical JSON; in order of trial
  bool has_dynamic_templates = false;
  std::string meta;           ///< `_meta`, JSON or empty
  std::string routing;        ///< `_routing`
  std::string source;         ///< `_source`
};

}  // namespace aisle::loaders
