#include "loaders/mapping/mapping_reader.hpp"

#include <algorithm>

#include "loaders/mapping/dynamic_template.hpp"
#include "loaders/mapping/field_parameter.hpp"
#include "loaders/mapping/mapping_error.hpp"

namespace aisle::loaders {
namespace {

Result<DynamicMode> read_dynamic(JsonValue value) {
  const std::string_view word = value.is_scalar() ? value.text() : "";
  if (word == "true") return DynamicMode::on;
  if (word == "false") return DynamicMode::off;
  if (word == "strict") return DynamicMode::strict;
  if (word == "runtime") return mapper_parsing("[dynamic: runtime] is not supported: runtime fields are not available");
  return mapper_parsing("Could not convert [dynamic] to boolean: Failed to parse value " + bracketed(word) +
                        " as only [true] or [false] are allowed.");
}

bool is_empty_list(JsonValue value) { return value.is_array() && value.size() == 0; }

Status read_properties(std::string_view path, JsonValue json, std::uint32_t depth, MappingNode& into);

/// Puts `node` under `name`, whose dots mean objects in between.
Status place(MappingNode& into, std::string_view name, MappingNode node) {
  if (std::count(name.begin(), name.end(), '.') > static_cast<std::ptrdiff_t>(kMaxMappingDepth)) {
    return illegal_mapping("Limit of mapping depth has been exceeded due to object field " + bracketed(name.substr(0, 100)));
  }
  MappingNode* parent = &into;
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    const std::string_view part = name.substr(0, dot);
    if (part.empty()) return mapper_parsing("field name cannot contain empty parts: " + bracketed(name));
    parent = &parent->children[std::string(part)];
    if (!parent->is_object()) {
      return mapper_parsing("can't merge a non object mapping " + bracketed(part) + " with an object mapping");
    }
    name.remove_prefix(dot + 1);
  }
  if (name.empty()) return mapper_parsing("field name cannot be an empty string");
  const auto [existing, is_new] = parent->children.try_emplace(std::string(name), node);
  if (is_new) return {};
  if (!existing->second.is_object() || !node.is_object()) {
    return mapper_parsing("field " + bracketed(name) + " is defined twice");
  }
  for (auto& [child_name, child] : node.children) existing->second.children.try_emplace(child_name, std::move(child));
  return {};
}

Status read_object_entry(std::string_view path, const JsonMember& member, std::uint32_t depth, MappingNode& node) {
  if (member.name == "type") return {};
  if (member.name == "properties") return read_properties(path, member.value, depth + 1, node);
  if (member.name == "dynamic") {
    auto mode = read_dynamic(member.value);
    if (!mode) return std::move(mode).error();
    node.dynamic = *mode;
    return {};
  }
  if (member.name == "enabled") {
    const auto enabled = lenient_boolean(member.value);
    if (!enabled) {
      return mapper_parsing("Could not convert [" + std::string(path) + ".enabled] to boolean", std::string(path));
    }
    node.enabled = *enabled;
    return {};
  }
  if (member.name == "subobjects" && lenient_boolean(member.value) == true) return {};
  if (member.name == "include_in_all") return {};
  return mapper_parsing("unknown parameter " + bracketed(member.name) + " on mapper " + bracketed(path) +
                            " of type [object]",
                        std::string(path));
}

Result<MappingNode> read_object(std::string_view path, JsonValue definition, std::uint32_t depth) {
  MappingNode node;
  for (const JsonMember member : definition.members()) {
    if (Status read = read_object_entry(path, member, depth, node); !read) return std::move(read).error();
  }
  return node;
}

Status read_multi_fields(std::string_view path, JsonValue fields, std::uint32_t depth, MappingNode& node) {
  if (is_empty_list(fields)) return {};
  if (!fields.is_object()) return mapper_parsing("expected map for property [fields] on field " + bracketed(path));
  for (const JsonMember member : fields.members()) {
    std::string sub_path(path);
    sub_path.append(".").append(member.name);
    if (member.name.empty() || member.name.find('.') != std::string_view::npos) {
      return mapper_parsing("Field name " + bracketed(member.name) +
                            " which is a multi field of " + bracketed(path) + " cannot contain '.'");
    }
    auto sub = read_property(sub_path, member.value, depth + 1);
    if (!sub) return std::move(sub).error();
    if (sub->is_object()) {
      return mapper_parsing("Type [object] cannot be used in multi field", std::move(sub_path));
    }
    if (!sub->children.empty()) return mapper_parsing("[fields] cannot be used inside a multi field: " + bracketed(sub_path));
    if (sub->parameter("copy_to") != nullptr) {
      return mapper_parsing("[copy_to] may not be used to copy from a multi-field: " + bracketed(sub_path));
    }
    node.children.emplace(member.name, std::move(*sub));
  }
  return {};
}

Status read_parameter(std::string_view path, const JsonMember& member, MappingNode& node) {
  const auto specs = parameters_of(node.type);
  const ParameterSpec* spec = find_parameter(*specs, member.name);
  const bool misplaced = member.name == "scaling_factor" && node.type != "scaled_float";
  if (spec == nullptr || misplaced) {
    return mapper_parsing("unknown parameter " + bracketed(member.name) + " on mapper " + bracketed(path) +
                              " of type " + bracketed(node.type),
                          std::string(path));
  }
  if (member.name == "boost") return {};  // without effect since Elasticsearch 5; accepted from old templates
  if (member.value.is_null()) {
    if (member.name == "null_value" || member.name == "normalizer") return {};
    return mapper_parsing(bracketed(member.name) + " on mapper " + bracketed(path) + " of type " +
                              bracketed(node.type) + " must not have a [null] value",
                          std::string(path));
  }
  auto json = canonical_parameter(*spec, member.value, path);
  if (!json) return std::move(json).error();
  if (*json != spec->default_json) node.parameters.emplace(member.name, std::move(*json));
  return {};
}

Status check_field(std::string_view path, const MappingNode& node) {
  if (node.type == "scaled_float" && node.number("scaling_factor", 0) <= 0) {
    return mapper_parsing(node.parameter("scaling_factor") == nullptr
                              ? "Field [scaling_factor] is required"
                              : "[scaling_factor] must be a positive number, got " +
                                    bracketed(*node.parameter("scaling_factor")),
                          std::string(path));
  }
  const double shingles = node.number("max_shingle_size", 3);
  if (shingles < 2 || shingles > 4) {
    return mapper_parsing("[max_shingle_size] must be at least [2] and at most [4], got " +
                              bracketed(*node.parameter("max_shingle_size")),
                          std::string(path));
  }
  if (node.flag("live", false) && !node.flag("doc_values", true)) {
    return mapper_parsing("a [live] field is a column: [doc_values] cannot be false on field " + bracketed(path),
                          std::string(path));
  }
  return {};
}

Result<MappingNode> read_field(std::string_view path, std::string_view type, JsonValue definition, std::uint32_t depth) {
  MappingNode node;
  node.type = std::string(type);
  for (const JsonMember member : definition.members()) {
    Status read;
    if (member.name == "type") continue;
    if (member.name == "fields") {
      read = read_multi_fields(path, member.value, depth, node);
    } else {
      read = read_parameter(path, member, node);
    }
    if (!read) return std::move(read).error();
  }
  if (Status sound = check_field(path, node); !sound) return std::move(sound).error();
  return node;
}

/// The type that a definition names, or that it must have by its other keys.
Result<std::string> type_of(std::string_view path, JsonValue definition) {
  if (const auto type = definition.find("type")) {
    if (type->is_string()) return std::string(type->text());
    return mapper_parsing("The type of field " + bracketed(path) + " must be a string", std::string(path));
  }
  if (definition.find("properties")) return std::string("object");
  if (definition.size() == 1 && definition.find("enabled")) return std::string("object");
  return mapper_parsing("No type specified for field " + bracketed(path), std::string(path));
}

Status read_properties(std::string_view path, JsonValue json, std::uint32_t depth, MappingNode& into) {
  if (is_empty_list(json)) return {};
  if (!json.is_object()) return mapper_parsing("Expected map for property [properties] on field " + bracketed(path));
  for (const JsonMember member : json.members()) {
    std::string child_path(path);
    if (!child_path.empty()) child_path += '.';
    child_path += member.name;
    auto node = read_property(child_path, member.value, depth);
    if (!node) return std::move(node).error();
    if (Status placed = place(into, member.name, std::move(*node)); !placed) return placed;
  }
  return {};
}

Status read_templates(JsonValue json, MappingRoot& root) {
  if (!json.is_array()) return mapper_parsing("Dynamic template syntax error. An array of named objects is expected.");
  root.has_dynamic_templates = true;
  for (const JsonValue entry : json.elements()) {
    if (!entry.is_object() || entry.size() != 1) {
      return mapper_parsing("A dynamic template must be defined with a name");
    }
    const JsonMember named = *entry.members().begin();
    auto checked = DynamicTemplate::read(named.name, named.value);
    if (!checked) return std::move(checked).error();
    root.dynamic_templates.emplace_back(named.name, compact_json(named.value));
  }
  return {};
}

Status read_detection(const JsonMember& member, std::optional<bool>& flag) {
  flag = lenient_boolean(member.value);
  if (flag) return {};
  return mapper_parsing("Could not convert " + bracketed(member.name) + " to boolean");
}

Status read_root_entry(const JsonMember& member, MappingRoot& root) {
  if (member.name == "date_detection") return read_detection(member, root.date_detection);
  if (member.name == "numeric_detection") return read_detection(member, root.numeric_detection);
  if (member.name == "dynamic_templates") return read_templates(member.value, root);
  if (member.name == "dynamic_date_formats") {
    root.dynamic_date_formats = compact_json(member.value);
    return {};
  }
  if (member.name == "_meta") {
    root.meta = compact_json(member.value);
    return {};
  }
  if (member.name == "_routing") {
    root.routing = member.value.size() == 0 ? "" : compact_json(member.value);
    return {};
  }
  if (member.name == "_source") {
    root.source = member.value.size() == 0 ? "" : compact_json(member.value);
    return {};
  }
  if (member.name == "runtime" && member.value.size() == 0) return {};
  if (member.name == "_field_names" || member.name == "_size") return {};
  if (member.name == "properties" || member.name == "dynamic" || member.name == "enabled" || member.name == "subobjects") {
    return read_object_entry("", member, 0, root.object);
  }
  return mapper_parsing("Root mapping definition has unsupported parameters:  " +
                        bracketed(std::string(member.name) + " : " + compact_json(member.value)));
}

}  // namespace

Result<MappingNode> read_property(std::string_view name, JsonValue definition, std::uint32_t depth) {
  if (depth > kMaxMappingDepth) return illegal_mapping("Limit of mapping depth has been exceeded due to object field " + bracketed(name));
  if (!definition.is_object()) {
    if (is_empty_list(definition)) return mapper_parsing("No type specified for field " + bracketed(name));
    return mapper_parsing("Expected map for property [fields] on field " + bracketed(name) + " but got a " +
                          std::string(to_string(definition.type())), std::string(name));
  }
  auto type = type_of(name, definition);
  if (!type) return std::move(type).error();
  if (*type == "object") return read_object(name, definition, depth);
  if (!parameters_of(*type)) {
    const std::string_view leaf = name.substr(name.rfind('.') + 1);
    return mapper_parsing("No handler for type " + bracketed(*type) + " declared on field " + bracketed(leaf),
                          std::string(name));
  }
  return read_field(name, *type, definition, depth);
}

Result<MappingRoot> read_mapping(JsonValue json) {
  MappingRoot root;
  if (is_empty_list(json) || json.is_null()) return root;
  if (!json.is_object()) return mapper_parsing("Expected map for property [mappings] but got a " + std::string(to_string(json.type())));
  for (const JsonMember member : json.members()) {
    if (Status read = read_root_entry(member, root); !read) return std::move(read).error();
  }
  return root;
}

}  // namespace aisle::loaders
