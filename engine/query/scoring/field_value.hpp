#pragma once
// field_value_factor: a document's number, bent by a modifier, as a factor of its score.

#include <optional>

#include "engine/query/ast/query.hpp"

namespace aisle::engine {

/// modifier(value * factor). Throws QueryFailure when the result is negative or no number, with Elasticsearch's words.
double field_value_factor(const FieldValueFactor& function, double value);

/// The greatest result for values in [low, high]; nothing when one of them may fail, or when there is no bound.
std::optional<double> field_value_bound(const FieldValueFactor& function, double low, double high);

}  // namespace aisle::engine
