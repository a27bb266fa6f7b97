#include "loaders/mapping/mapping_merge.hpp"

#include <algorithm>
#include <set>

#include "loaders/mapping/field_parameter.hpp"
#include "loaders/mapping/mapping_error.hpp"

namespace aisle::loaders {
namespace {

Status merge_node(std::string_view path, MappingNode& existing, const MappingNode& incoming);

Status merge_children(std::string_view path, MappingNode& existing, const MappingNode& incoming) {
  for (const auto& [name, child] : incoming.children) {
    const auto [old, is_new] = existing.children.try_emplace(name, child);
    if (is_new) continue;
    std::string child_path(path);
    if (!child_path.empty()) child_path += '.';
    child_path += name;
    if (Status merged = merge_node(child_path, old->second, child); !merged) return merged;
  }
  return {};
}

/// A parameter's value for a message: texts without quotes, "default" when not given (analyzers) or its default.
std::string shown(const std::string* json, const ParameterSpec& spec) {
  if (json == nullptr && spec.default_json.empty()) return spec.name.ends_with("analyzer") ? "default" : "null";
  std::string text = json == nullptr ? std::string(spec.default_json) : *json;
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

bool may_change(const ParameterSpec& spec, const std::string* to) {
  if (spec.change == ParameterChange::always) return true;
  const std::string_view target = to == nullptr ? spec.default_json : std::string_view(*to);
  return spec.change == ParameterChange::only_to_false && target == "false";
}

Status merge_parameters(std::string_view path, MappingNode& existing, const MappingNode& incoming) {
  const auto specs = parameters_of(existing.type);
  std::string conflicts;
  for (const ParameterSpec& spec : *specs) {
    const std::string* from = existing.parameter(spec.name);
    const std::string* to = incoming.parameter(spec.name);
    if ((from == nullptr) == (to == nullptr) && (from == nullptr || *from == *to)) continue;
    if (!may_change(spec, to)) {
      conflicts += "\n\tCannot update parameter " + bracketed(spec.name) + " from " + bracketed(shown(from, spec)) +
                   " to " + bracketed(shown(to, spec));
    } else if (to == nullptr) {
      existing.parameters.erase(std::string(spec.name));
    } else {
      existing.parameters[std::string(spec.name)] = *to;
    }
  }
  if (conflicts.empty()) return {};
  return illegal_mapping("Mapper for " + bracketed(path) + " conflicts with existing mapper:" + conflicts,
                         std::string(path));
}

Status merge_node(std::string_view path, MappingNode& existing, const MappingNode& incoming) {
  if (existing.is_object() != incoming.is_object()) {
    return illegal_mapping("can't merge a non object mapping " + bracketed(path) + " with an object mapping",
                           std::string(path));
  }
  if (existing.type != incoming.type) {
    return illegal_mapping("mapper " + bracketed(path) + " cannot be changed from type " + bracketed(existing.type) +
                               " to " + bracketed(incoming.type),
                           std::string(path));
  }
  if (existing.is_object()) {
    if (existing.enabled != incoming.enabled && (!incoming.enabled || incoming.children.empty())) {
      return illegal_mapping("the [enabled] parameter can't be updated for the object mapping " + bracketed(path),
                             std::string(path));
    }
    if (incoming.dynamic != DynamicMode::inherit) existing.dynamic = incoming.dynamic;
  } else if (Status merged = merge_parameters(path, existing, incoming); !merged) {
    return merged;
  }
  return merge_children(path, existing, incoming);
}

/// Templates of the same name are replaced where they stand; new ones follow.
void merge_templates(MappingRoot& existing, const MappingRoot& incoming) {
  if (!incoming.has_dynamic_templates) return;
  existing.has_dynamic_templates = true;
  for (const auto& [name, json] : incoming.dynamic_templates) {
    const auto old = std::find_if(existing.dynamic_templates.begin(), existing.dynamic_templates.end(),
                                  [&](const auto& known) { return known.first == name; });
    if (old == existing.dynamic_templates.end()) {
      existing.dynamic_templates.emplace_back(name, json);
    } else {
      old->second = json;
    }
  }
}

}  // namespace

Status merge_mapping(MappingRoot& existing, const MappingRoot& incoming) {
  if (Status merged = merge_node("", existing.object, incoming.object); !merged) return merged;
  if (incoming.date_detection) existing.date_detection = incoming.date_detection;
  if (incoming.numeric_detection) existing.numeric_detection = incoming.numeric_detection;
  if (!incoming.dynamic_date_formats.empty()) existing.dynamic_date_formats = incoming.dynamic_date_formats;
  merge_templates(existing, incoming);
  if (!incoming.meta.empty()) existing.meta = incoming.meta;
  if (!incoming.routing.empty()) existing.routing = incoming.routing;
  if (!incoming.source.empty() && incoming.source != existing.source) {
    return illegal_mapping("Mapper for [_source] conflicts with existing mapper:\n\tCannot update parameter of [_source]");
  }
  return {};
}

}  // namespace aisle::loaders
