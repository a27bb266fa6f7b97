#pragma once
// START HERE: the mapping of one index, immutable. Merging gives a new one in which every field keeps its number.
//
//   auto mapping = Mapping::create(context, R"({"properties":{"title":{"type":"text"}}})");
//   auto wider = (*mapping)->merge(R"({"properties":{"price":{"type":"double"}}})");

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/schema/schema.hpp"
#include "base/json/json_document.hpp"
#include "loaders/mapping/document_plan.hpp"
#include "loaders/mapping/field_builder.hpp"
#include "loaders/mapping/mapping_node.hpp"

namespace aisle::loaders {

/// `_source`: what of a document's source is shown. The whole source is always kept, so that the log can be replayed.
struct SourceSettings {
  bool enabled = true;
  std::vector<std::string> includes;
  std::vector<std::string> excludes;
};

/// Thread-safe: nothing changes after it was made.
class Mapping {
 public:
  /// `json` is what stands under "mappings"; empty means no fields. `field_order` is `field_names()` of the mapping
  /// that this one continues, so that numbers in stored segments keep their meaning.
  /// Errors: invalid_argument, kind "mapper_parsing" or "illegal_argument", in Elasticsearch's words.
  static Result<std::shared_ptr<const Mapping>> create(MappingContext context, std::string_view json = {},
                                                       std::span<const std::string> field_order = {});
  static Result<std::shared_ptr<const Mapping>> create(MappingContext context, JsonValue json,
                                                       std::span<const std::string> field_order = {});

  /// PUT _mapping, and what dynamic mapping adds.
  Result<std::shared_ptr<const Mapping>> merge(std::string_view json) const;
  Result<std::shared_ptr<const Mapping>> merge(JsonValue json) const;
  /// The same mapping under other settings (analyzers after close and open, limits).
  Result<std::shared_ptr<const Mapping>> with_context(MappingContext context) const;

  /// What GET _mapping shows under "mappings".
  std::string to_json() const;
  const MappingRoot& root() const { return root_; }
  const MappingContext& context() const { return context_; }
  const std::shared_ptr<const engine::Schema>& schema() const { return schema_; }
  const DocumentPlan& plan() const { return plan_; }
  const SourceSettings& source() const { return source_; }
  bool routing_required() const { return routing_required_; }
  /// The leaf fields' names in the order of their numbers.
  std::vector<std::string> field_names() const;

 private:
  friend class MappingBuilder;
  Mapping() = default;
  MappingContext context_;
  MappingRoot root_;
  std::shared_ptr<const engine::Schema> schema_;
  DocumentPlan plan_;
  SourceSettings source_;
  bool routing_required_ = false;
};

}  // namespace aisle::loaders
