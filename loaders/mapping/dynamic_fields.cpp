#include "loaders/mapping/dynamic_fields.hpp"

#include <algorithm>
#include <charconv>

#include "base/json/json_writer.hpp"

namespace aisle::loaders {
namespace {

constexpr std::string_view kDefaultText =
    R"({"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}})";

struct Detected {
  std::string_view json_type;
  std::string_view default_type;
  std::string mapping;
};

template <class Number>
bool is_number(std::string_view text) {
  Number number{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size();
}

std::string typed(std::string_view type) { return "{\"type\":\"" + std::string(type) + "\"}"; }

Detected number_of(std::string_view json_type, std::string_view type) { return {json_type, type, typed(type)}; }

Detected date_with(const engine::DateFormat& format) {
  if (format.name() == engine::kDefaultDateFormat) return {"date", "date", typed("date")};
  std::string mapping = "{\"type\":\"date\",\"format\":";
  append_json_string(mapping, format.name());
  return {"date", "date", mapping + "}"};
}

Detected detect_text(const DynamicRules& rules, std::string_view text) {
  const bool is_long = is_number<std::int64_t>(text);
  const bool is_double = !is_long && is_number<double>(text);
  if (rules.numeric_detection && is_long) return number_of("long", "long");
  if (rules.numeric_detection && is_double) return number_of("double", "float");
  if (rules.date_detection && !is_long && !is_double) {
    for (const engine::DateFormat& format : rules.date_formats) {
      if (format.parse_exact(text)) return date_with(format);
    }
  }
  return {"string", "text", std::string(kDefaultText)};
}

Detected detect(const DynamicRules& rules, const Scalar& value) {
  switch (value.kind) {
    case Scalar::Kind::boolean: return number_of("boolean", "boolean");
    case Scalar::Kind::integer: return number_of("long", "long");
    case Scalar::Kind::real: return number_of("double", "float");
    case Scalar::Kind::text: return detect_text(rules, value.text);
  }
  return number_of("double", "float");
}

const DynamicTemplate* first_match(const DynamicRules& rules, const NewField& field) {
  const auto found = std::find_if(rules.templates.begin(), rules.templates.end(),
                                  [&](const DynamicTemplate& rule) { return rule.matches(field); });
  return found == rules.templates.end() ? nullptr : &*found;
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

void DynamicFields::add(std::string_view path, std::string mapping) {
  known_.emplace(path);
  fields_.emplace_back(path, std::move(mapping));
}

void DynamicFields::add_scalar(const DynamicRules& rules, std::string_view path, const Scalar& value) {
  if (knows(path)) return;
  Detected detected = detect(rules, value);
  const NewField field{.name = last_part(path),
                       .path = path,
                       .json_type = detected.json_type,
                       .default_type = detected.default_type};
  const DynamicTemplate* rule = first_match(rules, field);
  add(path, rule != nullptr ? rule->mapping_for(field) : std::move(detected.mapping));
}

bool DynamicFields::add_object(const DynamicRules& rules, std::string_view path) {
  const NewField field{.name = last_part(path), .path = path, .json_type = "object", .default_type = "object"};
  const DynamicTemplate* rule = first_match(rules, field);
  if (knows(path)) return rule == nullptr;
  add(path, rule != nullptr ? rule->mapping_for(field) : typed("object"));
  return rule == nullptr;
}

std::string DynamicFields::to_json() const {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().key("properties").begin_object();
  for (const auto& [path, mapping] : fields_) writer.key(path).raw(mapping);
  writer.end_object().end_object();
  return out;
}

}  // namespace aisle::loaders
