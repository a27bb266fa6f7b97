#include <algorithm>
#include <string>
#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"

namespace aisle::server::es_api {
namespace {

using engine::BucketOrder;

Result<bool> read_direction(const JsonMember& member) {
  std::string word(member.value.is_string() ? member.value.text() : std::string_view());
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  if (word == "asc") return true;
  if (word == "desc") return false;
  return parse_error("Unknown order direction [" + std::string(member.value.is_scalar() ? member.value.text() : "") +
                         "]",
                     member.value);
}

Result<BucketOrder> read_one(JsonValue value, const AggregationScope& scope) {
  if (!value.is_object() || value.size() != 1) {
    return parse_error("Must specify at least one field for [order] in [" + std::string(scope.name) +
                           "], and no more than one in each object",
                       value);
  }
  const JsonMember member = *value.members().begin();
  Result<bool> ascending = read_direction(member);
  if (!ascending) return std::move(ascending).error();
  BucketOrder order{.ascending = *ascending};
  if (member.name == "_count") {
    order.by = BucketOrder::By::count;
  } else if (member.name == "_key" || member.name == "_term" || member.name == "_time") {
    order.by = BucketOrder::By::key;
  } else {
    order.by = BucketOrder::By::metric;
    order.path = std::string(member.name);
  }
  return order;
}

}  // namespace

Result<std::vector<BucketOrder>> read_order(JsonValue value, const AggregationScope& scope) {
  std::vector<BucketOrder> orders;
  if (!value.is_array()) {
    Result<BucketOrder> order = read_one(value, scope);
    if (!order) return std::move(order).error();
    orders.push_back(std::move(*order));
    return orders;
  }
  for (const JsonValue element : value.elements()) {
    Result<BucketOrder> order = read_one(element, scope);
    if (!order) return std::move(order).error();
    orders.push_back(std::move(*order));
  }
  return orders;
}

}  // namespace aisle::server::es_api
