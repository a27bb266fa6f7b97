#pragma once
// The analyzers that need no definition, described in the words of settings.

#include <optional>
#include <span>
#include <string_view>

#include "analyzers/analysis_settings.hpp"
#include "analyzers/registry/parameters.hpp"

namespace aisle::analyzers {

/// The parts of an analyzer of a built-in type, configured by `parameters` (`stopwords`, `max_token_length`,
/// `stem_exclusion`, `language`, `pattern`). Nothing if there is no such type.
std::optional<CustomChain> builtin_chain(std::string_view type, Parameters& parameters);

/// Every built-in type.
std::span<const std::string_view> builtin_analyzer_names();

}  // namespace aisle::analyzers
