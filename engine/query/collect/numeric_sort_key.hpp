#pragma once

#include <memory>

#include "engine/query/collect/sort_key.hpp"

namespace aisle::engine {

/// A search_after value of a real field; "Infinity" as Elasticsearch writes missing values.
double real_of(const Value& value);

/// Sorts by numbers, dates and booleans. `field` kNoField: unmapped, every document lacks it. Error: a missing value
/// that is no number.
Result<std::unique_ptr<SortKeyPlan>> make_numeric_key(const SortKey& key, FieldId field, FieldType type);

}  // namespace aisle::engine
