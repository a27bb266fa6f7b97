#include "server/es_api/aggregations/parse_aggregations.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"
#include "server/es_api/query/did_you_mean.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::array<std::pair<std::string_view, AggregationReader>, 16> kTypes{{
    {"avg", read_metric},
    {"cardinality", read_metric},
    {"date_range", read_range},
    {"extended_stats", read_metric},
    {"filter", read_filter},
    {"filters", read_filters},
    {"global", read_global},
    {"histogram", read_histogram},
    {"max", read_metric},
    {"min", read_metric},
    {"missing", read_missing},
    {"range", read_range},
    {"stats", read_metric},
    {"sum", read_metric},
    {"terms", read_terms},
    {"value_count", read_metric},
}};

Error unknown_type(const JsonMember& member) {
  std::array<std::string_view, kTypes.size()> names;
  std::transform(kTypes.begin(), kTypes.end(), names.begin(), [](const auto& entry) { return entry.first; });
  return parse_error("Unknown aggregation type [" + std::string(member.name) + "]" + did_you_mean(member.name, names),
                     member.name_value);
}

/// Reads one named aggregation: its type, its children and its meta, in whatever order they stand.
class DefinitionReader {
 public:
  DefinitionReader(const JsonMember& definition, QueryParser& queries) : definition_(definition), queries_(queries) {
    aggregation_.name = std::string(definition.name);
  }

  Result<engine::Aggregation> read() {
    if (aggregation_.name.empty() || aggregation_.name.find_first_of("[]>") != std::string::npos) {
      return parse_error("Invalid aggregation name [" + aggregation_.name +
                             "]. Aggregation names can contain any character except '[', ']', and '>'",
                         definition_.name_value);
    }
    if (!definition_.value.is_object()) {
      return parse_error("Aggregation definition for [" + aggregation_.name + " starts with a [" +
                             std::string(to_string(definition_.value.type())) + "], expected a [START_OBJECT].",
                         definition_.value);
    }
    for (const JsonMember member : definition_.value.members()) {
      if (Status status = read_member(member); !status) return std::move(status).error();
    }
    if (type_.empty()) {
      return parse_error("Missing definition for aggregation [" + aggregation_.name + "]", definition_.value);
    }
    return std::move(aggregation_);
  }

 private:
  Status read_member(const JsonMember& member) {
    if (member.name == "aggs" || member.name == "aggregations") return read_children(member);
    if (member.name == "meta") return read_meta(member);
    return read_type(member);
  }
  Status read_children(const JsonMember& member) {
    if (has_children_) {
      return parse_error("Found two sub aggregation definitions under [" + aggregation_.name + "]", member.name_value);
    }
    has_children_ = true;
    return store(parse_aggregations(member.value, queries_), aggregation_.sub);
  }
  Status read_meta(const JsonMember& member) {
    const bool is_empty_list = member.value.is_array() && member.value.size() == 0;
    if (!member.value.is_object() && !is_empty_list) {
      return parse_error("Expected [START_OBJECT] under [meta], but got a [" +
                             std::string(to_string(member.value.type())) + "] in [" + aggregation_.name + "]",
                         member.value);
    }
    aggregation_.annotation = is_empty_list ? "{}" : std::string(member.value.raw());
    return {};
  }
  Status read_type(const JsonMember& member) {
    if (!type_.empty()) {
      return parse_error("Found two aggregation type definitions in [" + aggregation_.name + "]: [" +
                             std::string(type_) + "] and [" + std::string(member.name) + "]",
                         member.name_value);
    }
    type_ = member.name;
    const auto known =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& entry) { return entry.first == member.name; });
    if (known == kTypes.end()) return unknown_type(member);
    return store(known->second(member.value, {member.name, aggregation_.name, queries_}), aggregation_.node);
  }

  const JsonMember& definition_;
  QueryParser& queries_;
  engine::Aggregation aggregation_;
  std::string_view type_;
  bool has_children_ = false;
};

}  // namespace

Result<std::vector<engine::Aggregation>> parse_aggregations(JsonValue aggregations, QueryParser& queries) {
  std::vector<engine::Aggregation> parsed;
  if (aggregations.is_array() && aggregations.size() == 0) return parsed;
  if (!aggregations.is_object()) {
    return parse_error("Expected [START_OBJECT] under [aggregations], but got a [" +
                           std::string(to_string(aggregations.type())) + "]",
                       aggregations);
  }
  for (const JsonMember definition : aggregations.members()) {
    Result<engine::Aggregation> aggregation = DefinitionReader(definition, queries).read();
    if (!aggregation) return std::move(aggregation).error();
    parsed.push_back(std::move(*aggregation));
  }
  return parsed;
}

Error unknown_field(const JsonMember& member, const AggregationScope& scope) {
  return parse_error("[" + std::string(scope.type) + "] unknown field [" + std::string(member.name) + "]",
                     member.name_value, "x_content_parse_exception");
}

Error field_required(JsonValue body) {
  return parse_error("Required one of fields [field, script], but none were specified. ", body,
                     "illegal_argument_exception");
}

Result<std::uint64_t> read_min_doc_count(const JsonMember& member, const AggregationScope& scope) {
  Result<std::int64_t> count = read_integer(scope.type, member);
  if (!count) return std::move(count).error();
  if (*count < 0) {
    return parse_error("[minDocCount] must be greater than or equal to 0. Found [" + std::to_string(*count) + "] in [" +
                           std::string(scope.name) + "]",
                       member.value, "illegal_argument_exception");
  }
  return static_cast<std::uint64_t>(*count);
}

}  // namespace aisle::server::es_api
