#include "loaders/mapping/dynamic_template.hpp"

#include <algorithm>

#include "engine/schema/schema.hpp"
#include "base/json/json_writer.hpp"
#include "loaders/mapping/field_parameter.hpp"
#include "loaders/mapping/mapping_error.hpp"

namespace aisle::loaders {
namespace {

std::vector<std::string> one_or_many(JsonValue value) {
  std::vector<std::string> all;
  if (value.is_array()) {
    for (const JsonValue element : value.elements()) all.emplace_back(element.text());
  } else if (value.is_scalar()) {
    all.emplace_back(value.text());
  }
  return all;
}

bool any_matches(const std::vector<std::string>& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return engine::wildcard_match(pattern, text); });
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string filled_in(std::string_view text, const NewField& field) {
  std::string out(text);
  replace_all(out, "{name}", field.name);
  replace_all(out, "{dynamic_type}", field.default_type);
  replace_all(out, "{dynamicType}", field.default_type);
  return out;
}

/// Copies a value, filling in the placeholders of names and texts.
void write_filled(JsonWriter& writer, JsonValue value, const NewField& field) {
  if (value.is_object()) {
    writer.begin_object();
    for (const JsonMember member : value.members()) {
      writer.key(filled_in(member.name, field));
      write_filled(writer, member.value, field);
    }
    writer.end_object();
  } else if (value.is_array()) {
    writer.begin_array();
    for (const JsonValue element : value.elements()) write_filled(writer, element, field);
    writer.end_array();
  } else if (value.is_string()) {
    writer.string(filled_in(value.text(), field));
  } else {
    writer.raw(value.text());
  }
}

constexpr std::string_view kTypes[] = {"object", "string", "long", "double", "boolean", "date", "binary", "*"};

Error template_error(std::string message) { return mapper_parsing(std::move(message)); }

}  // namespace

Result<DynamicTemplate> DynamicTemplate::read(std::string_view name, JsonValue definition) {
  DynamicTemplate made;
  made.name_ = std::string(name);
  for (const JsonMember member : definition.members()) {
    if (member.name == "match") made.match_ = one_or_many(member.value);
    else if (member.name == "unmatch") made.unmatch_ = one_or_many(member.value);
    else if (member.name == "path_match") made.path_match_ = one_or_many(member.value);
    else if (member.name == "path_unmatch") made.path_unmatch_ = one_or_many(member.value);
    else if (member.name == "match_mapping_type") made.types_ = one_or_many(member.value);
    else if (member.name == "unmatch_mapping_type") made.unmatch_types_ = one_or_many(member.value);
    else if (member.name == "mapping" && member.value.is_object()) made.mapping_ = compact_json(member.value);
    else if (member.name == "match_pattern" && member.value.text() == "simple") continue;
    else if (member.name == "match_pattern") {
      return template_error("[match_pattern] of template " + bracketed(name) + " must be [simple], got " + bracketed(member.value.text()));
    } else {
      return template_error("Illegal dynamic template parameter: " + bracketed(member.name));
    }
  }
  for (const std::string& type : made.types_) {
    if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes)) {
      return template_error("No field type matched on " + bracketed(type) +
                            ", possible values are [object, string, long, double, boolean, date, binary]");
    }
  }
  if (made.mapping_.empty()) return template_error("template " + bracketed(name) + " must have mapping set");
  if (made.match_.empty() && made.path_match_.empty() && made.types_.empty() && made.unmatch_.empty() &&
      made.path_unmatch_.empty() && made.unmatch_types_.empty()) {
    return template_error("template must have match, path_match or match_mapping_type set " + bracketed(name));
  }
  return made;
}

bool DynamicTemplate::matches(const NewField& field) const {
  if (!match_.empty() && !any_matches(match_, field.name)) return false;
  if (any_matches(unmatch_, field.name)) return false;
  if (!path_match_.empty() && !any_matches(path_match_, field.path)) return false;
  if (any_matches(path_unmatch_, field.path)) return false;
  if (!types_.empty() && !any_matches(types_, field.json_type)) return false;
  return !any_matches(unmatch_types_, field.json_type);
}

std::string DynamicTemplate::mapping_for(const NewField& field) const {
  const auto mapping = JsonDocument::parse(mapping_);
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  if (!mapping->root().find("type") && !mapping->root().find("properties")) writer.field("type", field.default_type);
  for (const JsonMember member : mapping->root().members()) {
    writer.key(filled_in(member.name, field));
    write_filled(writer, member.value, field);
  }
  writer.end_object();
  return out;
}

}  // namespace aisle::loaders
