#pragma once
// The mapping made ready for documents: by the name of a member, what to do with its value.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"
#include "engine/schema/date_format.hpp"
#include "engine/schema/field.hpp"
#include "loaders/mapping/dynamic_template.hpp"
#include "loaders/mapping/mapping_node.hpp"

namespace aisle::loaders {

/// One field that takes values: a mapped one, one of its multi-fields, or a generated sub-field.
struct LeafPlan {
  std::string path;
  std::string type_name;  ///< Elasticsearch's, for messages
  FieldId id = kNoField;
  engine::FieldType type = engine::FieldType::keyword;
  bool kept = true;  ///< indexed or in a column; otherwise values are checked and dropped
  bool coerce = true;
  bool ignore_malformed = false;
  bool live = false;
  std::uint32_t ignore_above = 0x7fffffff;  ///< keyword: longer values are dropped; UTF-16 code units
  double scaling_factor = 1;
  engine::DateFormat date_format;
  std::string null_value;  ///< JSON text of a string, number or boolean; empty: nulls are skipped

  std::vector<std::uint32_t> also;     ///< leaves that get each value too: multi-fields, generated ones
  std::vector<std::uint32_t> copy_to;  ///< leaves that get a copy, with all that follows from it there
  std::vector<std::string> copy_to_unmapped;
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return hash64(text); }
};

struct ObjectPlan {
  struct Child {
    bool is_object = false;
    std::uint32_t index = 0;  ///< into objects or leaves
  };
  std::string path;  ///< "" for the root, else "a.b"
  DynamicMode dynamic = DynamicMode::on;
  bool enabled = true;
  boost::unordered_flat_map<std::string, Child, StringHash, std::equal_to<>> children;

  const Child* find(std::string_view name) const {
    const auto found = children.find(name);
    return found == children.end() ? nullptr : &found->second;
  }
};

/// How new fields get their types.
struct DynamicRules {
  bool date_detection = true;
  bool numeric_detection = false;
  std::vector<engine::DateFormat> date_formats;
  std::vector<DynamicTemplate> templates;
};

/// Immutable; shared by all parsing threads.
struct DocumentPlan {
  std::vector<ObjectPlan> objects;  ///< [0] is the root
  std::vector<LeafPlan> leaves;
  DynamicRules dynamic;
  bool has_live = false;
  /// Of a full path: a leaf, by number.
  boost::unordered_flat_map<std::string, std::uint32_t, StringHash, std::equal_to<>> leaf_by_path;
};

struct MappingContext;
/// What a LeafPlan takes from the mapping's node; the field's number and its links are set by the caller.
LeafPlan make_leaf_plan(const engine::Field& field, const MappingNode& node, const MappingContext& context);
Result<DynamicRules> make_dynamic_rules(const MappingRoot& root);

}  // namespace aisle::loaders
