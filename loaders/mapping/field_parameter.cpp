#include "loaders/mapping/field_parameter.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/json/json_writer.hpp"
#include "loaders/mapping/mapping_error.hpp"

namespace aisle::loaders {
namespace {

using enum ParameterKind;
using enum ParameterChange;

constexpr std::string_view kIndexOptions = "docs, freqs, positions, offsets";
constexpr std::string_view kTermVectors =
    "no, yes, with_positions, with_offsets, with_positions_offsets, with_positions_payloads, "
    "with_positions_offsets_payloads";

constexpr ParameterSpec kText[] = {
    {"store", boolean, "false"},
    {"index", boolean, "true"},
    {"index_options", choice, "\"positions\"", never, kIndexOptions},
    {"norms", boolean, "true", only_to_false},
    {"term_vector", choice, "\"no\"", never, kTermVectors},
    {"boost", any, "", always},
    {"analyzer", text, ""},
    {"search_analyzer", text, "", always},
    {"search_quote_analyzer", text, "", always},
    {"similarity", text, ""},
    {"position_increment_gap", integer, ""},
    {"fielddata", boolean, "false", always},
    {"fielddata_frequency_filter", any, "", always},
    {"eager_global_ordinals", boolean, "false", always},
    {"index_phrases", boolean, "false"},
    {"index_prefixes", any, ""},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};
constexpr ParameterSpec kKeyword[] = {
    {"boost", any, "", always},
    {"doc_values", boolean, "true"},
    {"eager_global_ordinals", boolean, "false", always},
    {"ignore_above", integer, "2147483647", always},
    {"index", boolean, "true"},
    {"index_options", choice, "\"docs\"", never, "docs, freqs"},
    {"normalizer", text, "", never},
    {"norms", boolean, "false", only_to_false},
    {"null_value", text, ""},
    {"similarity", text, ""},
    {"split_queries_on_whitespace", boolean, "false", always},
    {"store", boolean, "false"},
    {"time_series_dimension", boolean, "false"},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};
constexpr ParameterSpec kNumber[] = {
    {"boost", any, "", always},
    {"coerce", boolean, "", always},
    {"doc_values", boolean, "true"},
    {"ignore_malformed", boolean, "", always},
    {"index", boolean, "true"},
    {"live", boolean, "false"},
    {"null_value", number, ""},
    {"store", boolean, "false"},
    {"scaling_factor", number, ""},
    {"time_series_dimension", boolean, "false"},
    {"time_series_metric", text, ""},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};
constexpr ParameterSpec kBoolean[] = {
    {"boost", any, "", always},
    {"doc_values", boolean, "true"},
    {"fielddata", any, "", always},
    {"ignore_malformed", boolean, "", always},
    {"index", boolean, "true"},
    {"live", boolean, "false"},
    {"null_value", boolean, ""},
    {"store", boolean, "false"},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};
constexpr ParameterSpec kDate[] = {
    {"boost", any, "", always},
    {"doc_values", boolean, "true"},
    {"format", text, "\"strict_date_optional_time||epoch_millis\""},
    {"ignore_malformed", boolean, "", always},
    {"index", boolean, "true"},
    {"live", boolean, "false"},
    {"locale", text, ""},
    {"null_value", text, ""},
    {"store", boolean, "false"},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};
constexpr ParameterSpec kSearchAsYouType[] = {
    {"doc_values", boolean, "false"},
    {"max_shingle_size", integer, "3"},
    {"store", boolean, "false"},
    {"index", boolean, "true"},
    {"index_options", choice, "\"positions\"", never, kIndexOptions},
    {"norms", boolean, "true", only_to_false},
    {"term_vector", choice, "\"no\"", never, kTermVectors},
    {"analyzer", text, ""},
    {"search_analyzer", text, "", always},
    {"search_quote_analyzer", text, "", always},
    {"similarity", text, ""},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};

constexpr ParameterSpec kCompletion[] = {
    {"analyzer", text, "\"simple\""},
    {"search_analyzer", text, "", always},
    {"preserve_separators", boolean, "true"},
    {"preserve_position_increments", boolean, "true"},
    {"max_input_length", integer, "50", always},
    {"meta", any, "{}", always},
    {"copy_to", texts, "[]", always},
};

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

Error bad_value(const ParameterSpec& spec, JsonValue value, std::string_view field, std::string_view wanted) {
  return mapper_parsing("Failed to parse value " + bracketed(value.text()) + " of parameter " + bracketed(spec.name) +
                            " on field " + bracketed(field) + ": " + std::string(wanted),
                        std::string(field));
}

Result<std::string> canonical_boolean(const ParameterSpec& spec, JsonValue value, std::string_view field) {
  const auto flag = lenient_boolean(value);
  if (!flag) {
    return bad_value(spec, value, field, "only [true] or [false] are allowed.");
  }
  return std::string(*flag ? "true" : "false");
}

Result<std::string> canonical_number(const ParameterSpec& spec, JsonValue value, std::string_view field) {
  double real = 0;
  const std::string_view digits = value.text();
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), real);
  const bool plain = (value.is_number() || value.is_string()) && failed == std::errc() &&
                     end == digits.data() + digits.size() && std::isfinite(real);
  if (!plain) return bad_value(spec, value, field, "a number is wanted");
  if (spec.kind == number) return std::string(digits);
  // Lengths, gaps and sizes all: none may be negative.
  if (real < 0 || real > 2'147'483'647 || real != std::floor(real)) {
    return bad_value(spec, value, field, "an integer of 0 or more is wanted");
  }
  return std::to_string(static_cast<std::int64_t>(real));
}

Result<std::string> canonical_choice(const ParameterSpec& spec, JsonValue value, std::string_view field) {
  std::string_view rest = spec.choices;
  while (!rest.empty() && value.is_string()) {
    const std::string_view choice = rest.substr(0, rest.find(','));
    if (choice == value.text()) return json_text(choice);
    rest.remove_prefix(std::min(rest.size(), choice.size() + 2));
  }
  return mapper_parsing("Unknown value " + bracketed(value.text()) + " for field " + bracketed(spec.name) +
                            " - accepted values are " + bracketed(spec.choices),
                        std::string(field));
}

/// A list of names; one name stands for a list of one.
Result<std::string> canonical_texts(const ParameterSpec& spec, JsonValue value, std::string_view field) {
  std::string out = "[";
  const auto add = [&](JsonValue element) {
    if (out.size() > 1) out += ',';
    append_json_string(out, element.text());
  };
  if (value.is_array()) {
    for (const JsonValue element : value.elements()) {
      if (!element.is_string()) return bad_value(spec, element, field, "a list of names is wanted");
      add(element);
    }
  } else if (value.is_string()) {
    add(value);
  } else {
    return bad_value(spec, value, field, "a name or a list of names is wanted");
  }
  return out + "]";
}

void write_compact(JsonWriter& writer, JsonValue value) {
  switch (value.type()) {
    case JsonType::array:
      writer.begin_array();
      for (const JsonValue element : value.elements()) write_compact(writer, element);
      writer.end_array();
      return;
    case JsonType::object:
      writer.begin_object();
      for (const JsonMember member : value.members()) {
        writer.key(member.name);
        write_compact(writer, member.value);
      }
      writer.end_object();
      return;
    case JsonType::string: writer.string(value.text()); return;
    default: writer.raw(value.text()); return;
  }
}

}  // namespace

std::optional<std::span<const ParameterSpec>> parameters_of(std::string_view type) {
  if (type == "text") return kText;
  if (type == "keyword") return kKeyword;
  if (type == "boolean") return kBoolean;
  if (type == "date") return kDate;
  if (type == "search_as_you_type") return kSearchAsYouType;
  if (type == "completion") return kCompletion;
  for (const std::string_view name : {"byte", "short", "integer", "long", "unsigned_long", "half_float", "float",
                                      "double", "scaled_float"}) {
    if (type == name) return kNumber;
  }
  return std::nullopt;
}

const ParameterSpec* find_parameter(std::span<const ParameterSpec> specs, std::string_view name) {
  const auto found = std::find_if(specs.begin(), specs.end(), [&](const ParameterSpec& s) { return s.name == name; });
  return found == specs.end() ? nullptr : &*found;
}

Result<std::string> canonical_parameter(const ParameterSpec& spec, JsonValue value, std::string_view field) {
  switch (spec.kind) {
    case boolean: return canonical_boolean(spec, value, field);
    case integer:
    case number: return canonical_number(spec, value, field);
    case choice: return canonical_choice(spec, value, field);
    case texts: return canonical_texts(spec, value, field);
    case text:
      if (!value.is_scalar() || value.is_null()) return bad_value(spec, value, field, "a name is wanted");
      return json_text(value.text());
    case any: return compact_json(value);
  }
  return compact_json(value);
}

std::string compact_json(JsonValue value) {
  std::string out;
  JsonWriter writer(out);
  write_compact(writer, value);
  return out;
}

std::optional<bool> lenient_boolean(JsonValue value) {
  if (value.is_boolean()) return value.boolean();
  if (value.is_string() && value.text() == "true") return true;
  if (value.is_string() && value.text() == "false") return false;
  return std::nullopt;
}

}  // namespace aisle::loaders
