#include "loaders/mapping/field_builder.hpp"

#include <utility>

#include "engine/schema/date_format.hpp"
#include "loaders/mapping/mapping_error.hpp"

namespace aisle::loaders {
namespace {

using analyzers::Analyzer;
using engine::Field;
using engine::PostingDetail;

Result<const Analyzer*> named_analyzer(const std::string& name, std::string_view path, const MappingContext& context) {
  if (const Analyzer* found = context.analyzers->find(name)) return found;
  if (name == "default") return &context.analyzers->default_analyzer();
  return mapper_parsing("analyzer " + bracketed(name) + " has not been configured in mappings", std::string(path));
}

/// The analyzer of a parameter, or `otherwise` when it is not given.
Result<const Analyzer*> analyzer_of(std::string_view parameter, const Analyzer* otherwise, std::string_view path,
                                    const MappingNode& node, const MappingContext& context) {
  const auto name = node.text(parameter);
  if (!name) return otherwise;
  return named_analyzer(*name, path, context);
}

Status set_analyzers(Field& field, const MappingNode& node, const MappingContext& context) {
  const Analyzer* standard = &context.analyzers->default_analyzer();
  auto index = analyzer_of("analyzer", standard, field.name, node, context);
  if (!index) return std::move(index).error();
  const Analyzer* for_search = *index;
  if (node.parameter("analyzer") == nullptr) {
    if (const Analyzer* configured = context.analyzers->find("default_search")) for_search = configured;
  }
  auto search = analyzer_of("search_analyzer", for_search, field.name, node, context);
  if (!search) return std::move(search).error();
  auto quote = analyzer_of("search_quote_analyzer", *search, field.name, node, context);
  if (!quote) return std::move(quote).error();
  field.index_analyzer = *index;
  field.search_analyzer = *search;
  field.search_quote_analyzer = *quote;
  field.position_increment_gap = (*index)->position_increment_gap();
  field.position_increment_gap =
      static_cast<std::uint32_t>(node.number("position_increment_gap", field.position_increment_gap));
  return {};
}

Status set_similarity(Field& field, const MappingNode& node, const MappingContext& context) {
  const auto name = node.text("similarity");
  const auto configured = context.similarities.find(name.value_or("default"));
  if (configured != context.similarities.end()) {
    field.similarity = configured->second;
  } else if (name && *name != "BM25") {
    return mapper_parsing("Unknown Similarity type " + bracketed(*name) + " for field " + bracketed(field.name), field.name);
  }
  return {};
}

PostingDetail detail_of(const std::string& index_options) {
  if (index_options == "docs") return PostingDetail::docs;
  return index_options == "freqs" ? PostingDetail::freqs : PostingDetail::positions;
}

Status fill_text(Field& field, const MappingNode& node, const MappingContext& context) {
  field.type = engine::FieldType::text;
  field.has_column = node.flag("fielddata", false);
  field.has_norms = node.flag("norms", true);
  field.posting_detail = detail_of(node.text("index_options").value_or("positions"));
  if (Status set = set_similarity(field, node, context); !set) return set;
  return set_analyzers(field, node, context);
}

Status fill_keyword(Field& field, const MappingNode& node, const MappingContext& context) {
  field.has_column = node.flag("doc_values", true);
  field.has_norms = node.flag("norms", false);
  field.posting_detail = detail_of(node.text("index_options").value_or("docs"));
  if (Status set = set_similarity(field, node, context); !set) return set;
  const auto name = node.text("normalizer");
  if (!name || *name == "default") return {};
  field.normalizer = context.analyzers->find_normalizer(*name);
  if (field.normalizer != nullptr) return {};
  return mapper_parsing("normalizer " + bracketed(*name) + " not found for field " + bracketed(field.name), field.name);
}

Status fill_completion(Field& field, const MappingNode& node, const MappingContext& context) {
  field.type = engine::FieldType::completion;
  field.has_column = false;
  field.posting_detail = PostingDetail::docs;
  field.preserve_separators = node.flag("preserve_separators", true);
  field.preserve_position_increments = node.flag("preserve_position_increments", true);
  field.max_input_length = static_cast<std::uint32_t>(node.number("max_input_length", 50));
  if (field.max_input_length == 0) {
    return mapper_parsing("[max_input_length] must be > 0 but was [0]", field.name);
  }
  const Result<const Analyzer*> simple = named_analyzer("simple", field.name, context);
  if (!simple) return simple.error();
  const auto index = analyzer_of("analyzer", *simple, field.name, node, context);
  if (!index) return index.error();
  const auto search = analyzer_of("search_analyzer", *index, field.name, node, context);
  if (!search) return search.error();
  field.index_analyzer = *index;
  field.search_analyzer = *search;
  return {};
}

Status fill_column(Field& field, const MappingNode& node) {
  field.has_column = node.flag("doc_values", true);
  field.live = node.flag("live", false);
  field.scaling_factor = node.number("scaling_factor", 1.0);
  field.date_format = node.text("format").value_or("");
  if (field.date_format.empty()) return {};
  const auto format = engine::DateFormat::compile(field.date_format);
  return format ? Status() : Status(mapper_parsing(format.error().message, field.name));
}

}  // namespace

Result<Field> build_field(std::string_view path, const MappingNode& node, const MappingContext& context) {
  Field field;
  field.name = std::string(path);
  field.indexed = node.flag("index", true);
  Status filled;
  if (node.type == "text" || node.type == "search_as_you_type") {
    filled = fill_text(field, node, context);
  } else if (node.type == "keyword") {
    filled = fill_keyword(field, node, context);
  } else if (node.type == "completion") {
    filled = fill_completion(field, node, context);
  } else {
    field.type = *engine::field_type_from(node.type);
    filled = fill_column(field, node);
  }
  if (!filled) return std::move(filled).error();
  return field;
}

}  // namespace aisle::loaders
