#pragma once
// A field's node in the mapping -> the engine's description of it.

#include <map>
#include <memory>
#include <string>

#include "analyzers/analyzer_registry.hpp"
#include "base/result.hpp"
#include "engine/schema/field.hpp"
#include "loaders/mapping/mapping_node.hpp"

namespace aisle::loaders {

/// What an index's settings say that its mapping depends on.
struct MappingContext {
  std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers;
  std::map<std::string, engine::Similarity, std::less<>> similarities;  ///< `index.similarity.<name>`
  std::uint32_t total_fields_limit = 1'000;
  std::uint32_t depth_limit = 20;
  bool coerce = true;             ///< `index.mapping.coerce`
  bool ignore_malformed = false;  ///< `index.mapping.ignore_malformed`
};

/// The engine's field without its number. search_as_you_type comes out as its root text field. Fails where an
/// analyzer, normalizer, similarity or date format is unknown.
Result<engine::Field> build_field(std::string_view path, const MappingNode& node, const MappingContext& context);

}  // namespace aisle::loaders
