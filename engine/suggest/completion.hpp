#pragma once
// What could somebody be typing? The heaviest inputs of completion fields that begin with it.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/query/ast/query.hpp"
#include "engine/query/search_response.hpp"

namespace aisle::engine {

/// How the prefix may be mistyped.
struct CompletionFuzziness {
  Fuzziness fuzziness{.is_auto = true};  ///< AUTO goes by the length of the prefix
  bool transpositions = true;
  std::uint32_t min_length = 3;     ///< shorter prefixes must be right
  std::uint32_t prefix_length = 1;  ///< so many letters must be right
  bool unicode_aware = false;       ///< edits are of code points, not of bytes
};

/// Elasticsearch's `completion` suggester.
struct CompletionRequest {
  std::string field;
  std::string prefix;
  std::uint32_t size = 5;
  bool skip_duplicates = false;  ///< each text once
  std::optional<CompletionFuzziness> fuzzy;
};

struct CompletionOption {
  std::uint32_t target = 0;   ///< as in Hit
  std::uint32_t segment = 0;
  DocId doc{0};
  std::string text;           ///< the input as it was
  float score = 0.0F;         ///< its weight; with fuzzy, times how much of the prefix is right
};

/// The best options of all targets: higher scores first, then smaller texts, then older documents. Among equal scores at
/// the last place, the inputs that order first are taken. A document comes once, with its best input; deleted ones do
/// not. A prefix without tokens has none. Error "illegal_argument" where a target maps the field as something else, or
/// none maps it. Cost: some microseconds for a segment; the first request to a segment reads its terms once.
Result<std::vector<CompletionOption>> complete(std::span<const SearchTarget> targets, const CompletionRequest& request);

}  // namespace aisle::engine
