#include "loaders/mapping/mapping_node.hpp"

#include <charconv>

#include "base/json/json_document.hpp"

namespace aisle::loaders {

std::string_view to_string(DynamicMode mode) {
  switch (mode) {
    case DynamicMode::off: return "false";
    case DynamicMode::strict: return "strict";
    default: return "true";
  }
}

const std::string* MappingNode::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? nullptr : &found->second;
}

bool MappingNode::flag(std::string_view name, bool otherwise) const {
  const std::string* json = parameter(name);
  return json == nullptr ? otherwise : *json == "true";
}

double MappingNode::number(std::string_view name, double otherwise) const {
  if (const std::string* json = parameter(name)) std::from_chars(json->data(), json->data() + json->size(), otherwise);
  return otherwise;
}

std::optional<std::string> MappingNode::text(std::string_view name) const {
  const std::string* json = parameter(name);
  if (json == nullptr) return std::nullopt;
  const auto document = JsonDocument::parse(*json);
  if (!document) return std::nullopt;
  return std::string(document->root().text());
}

std::vector<std::string> MappingNode::texts(std::string_view name) const {
  std::vector<std::string> all;
  if (const std::string* json = parameter(name)) {
    if (const auto document = JsonDocument::parse(*json)) {
      for (const JsonValue element : document->root().elements()) all.emplace_back(element.text());
    }
  }
  return all;
}

}  // namespace aisle::loaders
