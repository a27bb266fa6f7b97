#include "loaders/synthetic/random.hpp"

#include <cmath>
#include <numeric>

namespace aisle::loaders {

WeightedChoice::WeightedChoice(std::span<const double> weights) : slots_(weights.size()) {
  const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
  std::vector<double> left(weights.begin(), weights.end());
  std::vector<std::uint32_t> small, large;
  for (std::uint32_t i = 0; i < left.size(); ++i) {
    left[i] /= mean;
    (left[i] < 1.0 ? small : large).push_back(i);
    slots_[i] = {0xFFFFFFFFu, i};
  }
  while (!small.empty() && !large.empty()) {
    const auto poor = small.back(), rich = large.back();
    small.pop_back();
    slots_[poor] = {static_cast<std::uint32_t>(left[poor] * 4294967295.0), rich};
    left[rich] -= 1.0 - left[poor];
    if (left[rich] < 1.0) {
      large.pop_back();
      small.push_back(rich);
    }
  }
}

WeightedChoice WeightedChoice::zipf(std::size_t count, double exponent, double offset) {
  std::vector<double> weights(count);
  for (std::size_t rank = 0; rank < count; ++rank)
    weights[rank] = std::pow(static_cast<double>(rank) + offset, -exponent);
  return WeightedChoice(weights);
}

}  // namespace aisle::loaders
