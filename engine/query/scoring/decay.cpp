#include "engine/query/scoring/decay.hpp"

#include <algorithm>
#include <cmath>

namespace aisle::engine {
namespace {

double prepared_scale(DecayFunction::Shape shape, double scale, double decay) {
  switch (shape) {
    case DecayFunction::Shape::gauss: return 0.5 * scale * scale / std::log(decay);
    case DecayFunction::Shape::exp: return std::log(decay) / scale;
    case DecayFunction::Shape::linear: return scale / (1.0 - decay);
  }
  return scale;
}

}  // namespace

Decay::Decay(DecayFunction::Shape shape, double origin, double scale, double offset, double decay)
    : shape_(shape), origin_(origin), offset_(offset), scale_(prepared_scale(shape, scale, decay)) {}

double Decay::distance(double value) const { return std::max(0.0, std::abs(value - origin_) - offset_); }

double Decay::at_distance(double distance) const {
  switch (shape_) {
    case DecayFunction::Shape::gauss: return std::exp(0.5 * distance * distance / scale_);
    case DecayFunction::Shape::exp: return std::exp(scale_ * distance);
    case DecayFunction::Shape::linear: return std::max(0.0, (scale_ - distance) / scale_);
  }
  return 0.0;
}

}  // namespace aisle::engine
