#include "loaders/mapping/mapping_writer.hpp"

#include "base/json/json_writer.hpp"
#include "loaders/mapping/field_parameter.hpp"

namespace aisle::loaders {
namespace {

void write_node(JsonWriter& writer, const MappingNode& node);

void write_children(JsonWriter& writer, std::string_view key, const MappingNode& node) {
  if (node.children.empty()) return;
  writer.key(key).begin_object();
  for (const auto& [name, child] : node.children) {
    writer.key(name);
    write_node(writer, child);
  }
  writer.end_object();
}

void write_object_settings(JsonWriter& writer, const MappingNode& node) {
  if (node.dynamic != DynamicMode::inherit) writer.field("dynamic", to_string(node.dynamic));
  if (!node.enabled) writer.field("enabled", false);
}

void write_field(JsonWriter& writer, const MappingNode& node) {
  writer.field("type", node.type);
  const auto specs = parameters_of(node.type);
  for (const ParameterSpec& spec : *specs) {
    if (spec.name == "copy_to") write_children(writer, "fields", node);
    if (const std::string* json = node.parameter(spec.name)) writer.key(spec.name).raw(*json);
  }
}

void write_node(JsonWriter& writer, const MappingNode& node) {
  writer.begin_object();
  if (node.is_object()) {
    if (node.children.empty()) writer.field("type", "object");
    write_object_settings(writer, node);
    write_children(writer, "properties", node);
  } else {
    write_field(writer, node);
  }
  writer.end_object();
}

void write_templates(JsonWriter& writer, const MappingRoot& root) {
  if (!root.has_dynamic_templates) return;
  writer.key("dynamic_templates").begin_array();
  for (const auto& [name, json] : root.dynamic_templates) writer.begin_object().key(name).raw(json).end_object();
  writer.end_array();
}

}  // namespace

std::string write_mapping(const MappingRoot& root) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  write_object_settings(writer, root.object);
  if (!root.meta.empty()) writer.key("_meta").raw(root.meta);
  if (!root.routing.empty()) writer.key("_routing").raw(root.routing);
  if (!root.source.empty()) writer.key("_source").raw(root.source);
  if (!root.dynamic_date_formats.empty()) writer.key("dynamic_date_formats").raw(root.dynamic_date_formats);
  write_templates(writer, root);
  if (root.date_detection) writer.field("date_detection", *root.date_detection);
  if (root.numeric_detection) writer.field("numeric_detection", *root.numeric_detection);
  write_children(writer, "properties", root.object);
  writer.end_object();
  return out;
}

std::string write_property(const MappingNode& node) {
  std::string out;
  JsonWriter writer(out);
  write_node(writer, node);
  return out;
}

}  // namespace aisle::loaders
