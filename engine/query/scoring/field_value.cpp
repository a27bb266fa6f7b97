#include "engine/query/scoring/field_value.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/query/scoring/query_failure.hpp"

namespace aisle::engine {
namespace {

using Modifier = FieldValueFactor::Modifier;

double apply(Modifier modifier, double n) {
  switch (modifier) {
    case Modifier::none: return n;
    case Modifier::log: return std::log10(n);
    case Modifier::log1p: return std::log10(n + 1.0);
    case Modifier::log2p: return std::log10(n + 2.0);
    case Modifier::ln: return std::log(n);
    case Modifier::ln1p: return std::log1p(n);
    case Modifier::ln2p: return std::log1p(n + 1.0);
    case Modifier::square: return n * n;
    case Modifier::sqrt: return std::sqrt(n);
    case Modifier::reciprocal: return 1.0 / n;
  }
  return n;
}

const char* advice(Modifier modifier) {
  if (modifier == Modifier::ln) return "; consider using ln1p or ln2p instead of ln to avoid negative scores";
  if (modifier == Modifier::log) return "; consider using log1p or log2p instead of log to avoid negative scores";
  return "";
}

}  // namespace

double field_value_factor(const FieldValueFactor& function, double value) {
  const double result = apply(function.modifier, value * static_cast<double>(function.factor));
  if (result >= 0.0) return result;
  throw QueryFailure(Error(
      ErrorCode::invalid_argument,
      fmt::format("field value function must not produce negative scores, but got: [{}] for field value: [{}]{}", result,
                  value, advice(function.modifier)),
      "illegal_argument"));
}

std::optional<double> field_value_bound(const FieldValueFactor& function, double low, double high) {
  // Each modifier is monotonic where its results are not negative, or (squares) greatest at one end.
  const auto factor = static_cast<double>(function.factor);
  const double at_low = apply(function.modifier, low * factor);
  const double at_high = apply(function.modifier, high * factor);
  if (!(at_low >= 0.0) || !(at_high >= 0.0)) return std::nullopt;
  const double greatest = std::max(at_low, at_high);
  if (std::isinf(greatest)) return std::nullopt;
  return greatest;
}

}  // namespace aisle::engine
