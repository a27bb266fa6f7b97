#include "engine/query/iterators/score_function.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "engine/query/scoring/field_value.hpp"
#include "engine/query/scoring/query_failure.hpp"

namespace aisle::engine {

double FieldValueFunction::value(DocId doc) {
  if (column_ != nullptr && column_->has_value(doc)) {
    return field_value_factor(function_, column_->as_double(column_->first(doc)));
  }
  if (function_.missing) return field_value_factor(function_, *function_.missing);
  throw QueryFailure(Error(ErrorCode::invalid_argument, fmt::format("Missing value for field [{}]", function_.field),
                           "exception", function_.field));
}

double RandomFunction::value(DocId doc) {
  const std::uint64_t key = column_ != nullptr && column_->has_value(doc)
                                ? mix64(static_cast<std::uint64_t>(column_->first(doc)))
                                : hash64(segment_.doc_id(doc));
  return static_cast<double>(mix64(key ^ seed_) & 0xFFFFFF) / static_cast<double>(1 << 24);
}

double DecayReader::value(DocId doc) {
  if (column_ == nullptr || !column_->has_value(doc)) return decay_.at_distance(0.0);
  double nearest = std::numeric_limits<double>::infinity();
  column_->for_each(doc, [&](std::int64_t encoded) {
    nearest = std::min(nearest, decay_.distance(column_->as_double(encoded)));
  });
  return decay_.at_distance(nearest);
}

}  // namespace aisle::engine
