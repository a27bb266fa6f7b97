#pragma once
// The readers of the aggregation types, by Elasticsearch's names. Each is given the type's body.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/aggregate/aggregation.hpp"
#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/query/parse_query.hpp"

namespace aisle::server::es_api {

/// What a reader may need beside the body.
struct AggregationScope {
  std::string_view type;  ///< as the client wrote it ("date_range")
  std::string_view name;  ///< the aggregation's own
  QueryParser& queries;
};

using AggregationNode = engine::Aggregation::Node;
using AggregationReader = Result<AggregationNode> (*)(JsonValue body, const AggregationScope& scope);

Result<AggregationNode> read_terms(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_range(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_histogram(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_metric(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_filter(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_filters(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_missing(JsonValue body, const AggregationScope& scope);
Result<AggregationNode> read_global(JsonValue body, const AggregationScope& scope);

/// `order` of terms and histogram: {"_count": "desc"} or an array of such.
Result<std::vector<engine::BucketOrder>> read_order(JsonValue value, const AggregationScope& scope);

/// `min_doc_count`: a number that is not negative.
Result<std::uint64_t> read_min_doc_count(const JsonMember& member, const AggregationScope& scope);

/// `[terms] unknown field [foo]`.
Error unknown_field(const JsonMember& member, const AggregationScope& scope);
/// `Required one of fields [field, script], but none were specified.`
Error field_required(JsonValue body);

/// Calls read(member) -> Result<bool> for each member of the body; false means that the type has no such parameter.
template <class Read>
Status read_aggregation_parameters(JsonValue body, const AggregationScope& scope, Read&& read) {
  if (body.is_array() && body.size() == 0) return {};
  if (!body.is_object()) {
    return parse_error("Expected [START_OBJECT] under [" + std::string(scope.type) + "] in [" +
                           std::string(scope.name) + "], but got a [" + std::string(to_string(body.type())) + "]",
                       body);
  }
  for (const JsonMember member : body.members()) {
    Result<bool> known = read(member);
    if (!known) return std::move(known).error();
    if (!*known) return unknown_field(member, scope);
  }
  return {};
}

/// Stores what a parameter's reader gave: `return taken(read_text(...), out);` says that the parameter is known.
template <class T, class Out>
Result<bool> taken(Result<T> read, Out& out) {
  if (!read) return std::move(read).error();
  out = std::move(*read);
  return true;
}

}  // namespace aisle::server::es_api
