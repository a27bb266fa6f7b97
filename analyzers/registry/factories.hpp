#pragma once
// From a component's type and settings to the component.

#include <memory>
#include <string_view>

#include "analyzers/analyzer.hpp"
#include "analyzers/registry/parameters.hpp"
#include "base/result.hpp"

namespace aisle::analyzers {

/// What a component may need to know of its surroundings.
struct BuildContext {
  const AnalysisLimits& limits;
  /// The chain in front of a token filter: its tokenizer and filters analyse synonym rules. Null where a
  /// definition is only checked.
  const AnalyzerChain* chain_before = nullptr;
};

/// Null without an error: there is no such type.
Result<std::shared_ptr<const CharFilter>> make_char_filter(Parameters& parameters,
                                                           const BuildContext& context);
Result<std::shared_ptr<const Tokenizer>> make_tokenizer(Parameters& parameters, const BuildContext& context);
Result<std::shared_ptr<const TokenFilter>> make_token_filter(Parameters& parameters,
                                                             const BuildContext& context);

/// Whether the type is among those that work character by character, which a normalizer may use.
bool normalizer_may_use_char_filter(std::string_view type);
bool normalizer_may_use_token_filter(std::string_view type);

}  // namespace aisle::analyzers
