#pragma once
// field_value_factor: a document's number, bent by a modifier, as a factor of its score.

#include "engine/query/ast/query.hpp"

namespace aisle::engine {

/// modifier(value * factor). Throws QueryFailure when the result is negative or no number, with Elasticsearch's words.
double field_value_factor(const FieldValueFactor& function, double value);

}  // namespace aisle::engine
