#include <array>
#include <string>
#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"

namespace aisle::server::es_api {
namespace {

using engine::TermsAggregation;

// They steer how shards work together, or how a JVM goes about it: there is one shard here, and counts are exact.
constexpr std::array<std::string_view, 6> kWithoutEffect{"shard_size",     "shard_min_doc_count", "execution_hint",
                                                         "collect_mode",   "value_type",
                                                         "show_term_doc_count_error"};

Result<std::uint64_t> read_size(const JsonMember& member, const AggregationScope& scope) {
  Result<std::int64_t> size = read_integer(scope.type, member);
  if (!size) return std::move(size).error();
  if (*size <= 0) {
    return parse_error("[size] must be greater than 0. Found [" + std::to_string(*size) + "] in [" +
                           std::string(scope.name) + "]",
                       member.value, "illegal_argument_exception");
  }
  return static_cast<std::uint64_t>(*size);
}

/// include / exclude: an array of exact values, or a pattern.
Result<bool> read_choice(const JsonMember& member, std::vector<engine::Value>& values, std::string& pattern) {
  if (member.value.is_string()) {
    pattern = std::string(member.value.text());
    return true;
  }
  if (!member.value.is_array()) {
    const std::string_view problem = member.value.is_object() ? "partitions are not supported in [" : "expected an array or a text in [";
    return parse_error(std::string(problem) + std::string(member.name) + "]", member.value);
  }
  for (const JsonValue element : member.value.elements()) {
    if (!element.is_scalar() || element.is_null()) {
      return parse_error("[" + std::string(member.name) + "] takes texts and numbers only", element);
    }
    values.push_back(to_value(element));
  }
  return true;
}

Result<bool> read_parameter(const JsonMember& member, const AggregationScope& scope, TermsAggregation& terms) {
  if (member.name == "field") return taken(read_text(scope.type, member), terms.field);
  if (member.name == "size") return taken(read_size(member, scope), terms.size);
  if (member.name == "order") return taken(read_order(member.value, scope), terms.order);
  if (member.name == "min_doc_count") return taken(read_min_doc_count(member, scope), terms.min_doc_count);
  if (member.name == "missing") return taken(read_value(scope.type, member), terms.missing);
  if (member.name == "format") return taken(read_text(scope.type, member), terms.format);
  if (member.name == "include") return read_choice(member, terms.include, terms.include_pattern);
  if (member.name == "exclude") return read_choice(member, terms.exclude, terms.exclude_pattern);
  for (const std::string_view name : kWithoutEffect) {
    if (member.name == name) return true;
  }
  return false;
}

}  // namespace

Result<AggregationNode> read_terms(JsonValue body, const AggregationScope& scope) {
  TermsAggregation terms;
  Status status = read_aggregation_parameters(
      body, scope, [&](const JsonMember& member) { return read_parameter(member, scope, terms); });
  if (!status) return std::move(status).error();
  if (terms.field.empty()) return field_required(body);
  return AggregationNode(std::move(terms));
}

}  // namespace aisle::server::es_api
