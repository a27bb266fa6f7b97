#pragma once
// function_score's decay curves, as Elasticsearch's DecayFunctionBuilder computes them.

#include "engine/query/ast/query.hpp"

namespace aisle::engine {

/// A curve that is 1 up to `offset` from the origin and `decay` at `offset + scale`. A plain value.
class Decay {
 public:
  /// REQUIRES: scale > 0, offset >= 0, 0 < decay < 1.
  Decay(DecayFunction::Shape shape, double origin, double scale, double offset, double decay);
  double distance(double value) const;
  double at_distance(double distance) const;

 private:
  DecayFunction::Shape shape_;
  double origin_;
  double offset_;
  double scale_;  // as the shape's formula needs it
};

}  // namespace aisle::engine
