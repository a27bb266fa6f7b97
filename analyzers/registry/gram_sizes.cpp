#include "analyzers/registry/gram_sizes.hpp"

#include <fmt/format.h>

namespace aisle::analyzers {

GramSizes read_gram_sizes(Parameters& parameters) {
  const int min = parameters.integer("min_gram", 1);
  const int max = parameters.integer("max_gram", 2);
  if (min < 1) parameters.fail("minGram must be greater than zero");
  if (min > max) parameters.fail("minGram must not be greater than maxGram");
  return {static_cast<std::uint32_t>(min), static_cast<std::uint32_t>(max)};
}

void check_ngram_difference(Parameters& parameters, GramSizes sizes, const AnalysisLimits& limits) {
  const std::uint32_t difference = sizes.max - sizes.min;
  if (sizes.max < sizes.min || difference <= limits.max_ngram_diff) return;
  parameters.fail(
      fmt::format("The difference between max_gram and min_gram in NGram Tokenizer must be less than or "
                  "equal to: [{}] but was "
                  "[{}]. This limit can be set by changing the [index.max_ngram_diff] index level setting.",
                  limits.max_ngram_diff, difference));
}

}  // namespace aisle::analyzers
