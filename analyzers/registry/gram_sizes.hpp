#pragma once
// min_gram and max_gram, as the n-gram tokenizers and filters read them.

#include "analyzers/registry/parameters.hpp"
#include "analyzers/token_filters/ngram_filter.hpp"

namespace aisle::analyzers {

/// Elasticsearch's defaults: 1 and 2. Fails if they are out of order.
GramSizes read_gram_sizes(Parameters& parameters);

/// Fails if the sizes differ by more than `index.max_ngram_diff` allows; only for `ngram`, never for
/// `edge_ngram`.
void check_ngram_difference(Parameters& parameters, GramSizes sizes, const AnalysisLimits& limits);

}  // namespace aisle::analyzers
