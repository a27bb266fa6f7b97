#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"

namespace aisle::server::es_api {
namespace {

using engine::FiltersAggregation;

constexpr std::string_view kOther = "_other_";

Result<std::vector<FiltersAggregation::Named>> read_named(JsonValue value, const AggregationScope& scope) {
  std::vector<FiltersAggregation::Named> filters;
  for (const JsonMember member : value.members()) {
    Result<engine::QueryPtr> filter = scope.queries.parse(member.value);
    if (!filter) return std::move(filter).error();
    filters.push_back({std::string(member.name), std::move(*filter)});
  }
  return filters;
}

Result<std::vector<FiltersAggregation::Named>> read_anonymous(JsonValue value, const AggregationScope& scope) {
  std::vector<FiltersAggregation::Named> filters;
  for (const JsonValue element : value.elements()) {
    Result<engine::QueryPtr> filter = scope.queries.parse(element);
    if (!filter) return std::move(filter).error();
    filters.push_back({{}, std::move(*filter)});
  }
  return filters;
}

Status read_list(JsonValue value, const AggregationScope& scope, FiltersAggregation& filters) {
  if (!value.is_object() && !value.is_array()) {
    return parse_error("[filters] must be an object or an array in [" + std::string(scope.name) + "]", value);
  }
  filters.keyed = value.is_object();
  return store(filters.keyed ? read_named(value, scope) : read_anonymous(value, scope), filters.filters);
}

/// other_bucket switches the bucket on and off; naming it by other_bucket_key switches it on.
Result<bool> read_parameter(const JsonMember& member, const AggregationScope& scope, FiltersAggregation& filters,
                            std::optional<bool>& wants_other) {
  if (member.name == "filters") {
    if (Status status = read_list(member.value, scope, filters); !status) return std::move(status).error();
    return true;
  }
  if (member.name == "other_bucket") return taken(read_boolean(scope.type, member), wants_other);
  if (member.name == "other_bucket_key") {
    if (!wants_other) wants_other = true;
    return taken(read_text(scope.type, member), filters.other_name);
  }
  return false;
}

}  // namespace

Result<AggregationNode> read_filter(JsonValue body, const AggregationScope& scope) {
  Result<engine::QueryPtr> query = scope.queries.parse(body);
  if (!query) return std::move(query).error();
  return AggregationNode(engine::FilterAggregation{std::move(*query)});
}

Result<AggregationNode> read_filters(JsonValue body, const AggregationScope& scope) {
  FiltersAggregation filters;
  std::optional<bool> wants_other;
  Status status = read_aggregation_parameters(
      body, scope, [&](const JsonMember& member) { return read_parameter(member, scope, filters, wants_other); });
  if (!status) return std::move(status).error();
  if (filters.filters.empty()) {
    return parse_error("[filters] cannot be empty.", body, "illegal_argument_exception");
  }
  if (!wants_other.value_or(false)) {
    filters.other_name.reset();
  } else if (!filters.other_name) {
    filters.other_name = std::string(kOther);
  }
  return AggregationNode(std::move(filters));
}

Result<AggregationNode> read_missing(JsonValue body, const AggregationScope& scope) {
  engine::MissingAggregation missing;
  Status status = read_aggregation_parameters(body, scope, [&](const JsonMember& member) -> Result<bool> {
    if (member.name == "field") return taken(read_text(scope.type, member), missing.field);
    return false;
  });
  if (!status) return std::move(status).error();
  if (missing.field.empty()) return field_required(body);
  return AggregationNode(std::move(missing));
}

Result<AggregationNode> read_global(JsonValue body, const AggregationScope& scope) {
  Status status = read_aggregation_parameters(body, scope, [](const JsonMember&) -> Result<bool> { return false; });
  if (!status) return std::move(status).error();
  return AggregationNode(engine::GlobalAggregation{});
}

}  // namespace aisle::server::es_api
