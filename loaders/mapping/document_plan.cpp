#include "loaders/mapping/document_plan.hpp"

#include <utility>

#include "loaders/mapping/field_builder.hpp"
#include "loaders/mapping/mapping_error.hpp"

namespace aisle::loaders {

LeafPlan make_leaf_plan(const engine::Field& field, const MappingNode& node, const MappingContext& context) {
  LeafPlan leaf;
  leaf.path = field.name;
  leaf.type_name = node.type;
  leaf.type = field.type;
  leaf.kept = field.indexed || field.has_column;
  leaf.coerce = node.flag("coerce", context.coerce);
  leaf.ignore_malformed = node.flag("ignore_malformed", context.ignore_malformed);
  leaf.live = field.live;
  leaf.ignore_above = static_cast<std::uint32_t>(node.number("ignore_above", leaf.ignore_above));
  leaf.scaling_factor = field.scaling_factor;
  leaf.date_format = engine::DateFormat::standard();
  if (!field.date_format.empty()) {
    if (auto format = engine::DateFormat::compile(field.date_format)) leaf.date_format = std::move(*format);
  }
  if (const std::string* json = node.parameter("null_value")) leaf.null_value = *json;
  return leaf;
}

namespace {

// Elasticsearch's: a date with an optional time, or slashes; never a bare number (the caller sees to that).
constexpr std::string_view kDefaultDateFormats[] = {engine::kDefaultDateFormat,
                                                    "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"};

Status add_date_format(std::string_view name, DynamicRules& rules) {
  auto format = engine::DateFormat::compile(name);
  if (!format) return mapper_parsing(format.error().message);
  rules.date_formats.push_back(std::move(*format));
  return {};
}

Status add_date_formats(const MappingRoot& root, DynamicRules& rules) {
  if (root.dynamic_date_formats.empty()) {
    for (const std::string_view name : kDefaultDateFormats) {
      if (Status added = add_date_format(name, rules); !added) return added;
    }
    return {};
  }
  const auto list = JsonDocument::parse(root.dynamic_date_formats);
  if (!list) return list.error();
  if (list->root().is_string()) return add_date_format(list->root().text(), rules);
  for (const JsonValue name : list->root().elements()) {
    if (Status added = add_date_format(name.text(), rules); !added) return added;
  }
  return {};
}

}  // namespace

Result<DynamicRules> make_dynamic_rules(const MappingRoot& root) {
  DynamicRules rules;
  rules.date_detection = root.date_detection.value_or(true);
  rules.numeric_detection = root.numeric_detection.value_or(false);
  if (Status added = add_date_formats(root, rules); !added) return std::move(added).error();
  for (const auto& [name, json] : root.dynamic_templates) {
    const auto definition = JsonDocument::parse(json);
    if (!definition) return definition.error();
    auto made = DynamicTemplate::read(name, definition->root());
    if (!made) return std::move(made).error();
    rules.templates.push_back(std::move(*made));
  }
  return rules;
}

}  // namespace aisle::loaders
