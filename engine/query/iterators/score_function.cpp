#include "engine/query/iterators/score_function.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "engine/query/scoring/field_value.hpp"
#include "engine/query/scoring/query_failure.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint64_t kKnownFactors = 256;

}  // namespace

double FieldValueFunction::value(DocId doc) {
  // A live value may go between two looks at it, so it is read once.
  std::optional<std::int64_t> first;
  if (column_ != nullptr) {
    column_->for_each(doc, [&](std::int64_t encoded) {
      if (!first) first = encoded;
    });
  }
  return first ? field_value_factor(function_, column_->as_double(*first)) : missing_factor();
}

double FieldValueFunction::missing_factor() const {
  if (function_.missing) return field_value_factor(function_, *function_.missing);
  throw QueryFailure(Error(ErrorCode::invalid_argument, fmt::format("Missing value for field [{}]", function_.field),
                           "exception", function_.field));
}

double FieldValueFunction::factor_of(std::int64_t encoded) {
  Known& known = known_[static_cast<std::uint64_t>(encoded) % kKnownFactors];
  if (known.factor < 0.0 || known.encoded != encoded) {
    known = {encoded, field_value_factor(function_, column_->as_double(encoded))};
  }
  return known.factor;
}

void FieldValueFunction::values(std::span<const DocId> docs, double* out) {
  if (column_ == nullptr || column_->is_multi_valued()) return ScoreFunctionReader::values(docs, out);
  std::array<std::int64_t, ScoredBatch::kCapacity> encoded;
  std::array<bool, ScoredBatch::kCapacity> found;
  column_->visit_single([&](auto values, auto present) {
    const bool live = column_->is_live();  // then a value is read once, since it may go
    for (std::size_t i = 0; i < docs.size(); ++i) {
      encoded[i] = values(index_of(docs[i]));
      found[i] = live ? encoded[i] != kMissingLiveValue : present(index_of(docs[i]));
    }
  });
  if (known_.empty()) known_.resize(kKnownFactors);
  for (std::size_t i = 0; i < docs.size(); ++i) out[i] = found[i] ? factor_of(encoded[i]) : missing_factor();
}

double FieldValueFunction::max_value() const {
  constexpr double kUnknown = std::numeric_limits<double>::infinity();
  if (!function_.missing) return kUnknown;
  const double greatest = field_value_bound(function_, *function_.missing, *function_.missing).value_or(kUnknown);
  if (column_ == nullptr) return greatest;
  const auto bounds = column_->bounds();
  if (!bounds) return greatest;
  const double low = column_->as_double(bounds->first);
  const double high = column_->as_double(bounds->second);
  return std::max(greatest, field_value_bound(function_, low, high).value_or(kUnknown));
}

double RandomFunction::value(DocId doc) {
  const std::int64_t held = column_ != nullptr && column_->has_value(doc) ? column_->first(doc) : kMissingLiveValue;
  if (held == kMissingLiveValue) return between_zero_and_one(hash64(segment_.doc_id(doc)));
  // Segments encode reals differently; the number is the same.
  const bool real = column_->value_class() == ValueClass::real;
  return between_zero_and_one(mix64(real ? std::bit_cast<std::uint64_t>(column_->as_double(held))
                                         : static_cast<std::uint64_t>(held)));
}

double RandomFunction::between_zero_and_one(std::uint64_t key) const {
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
