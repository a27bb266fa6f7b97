#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/index/live/snapshot.hpp"
#include "engine/query/ast/query.hpp"

namespace aisle::engine {

struct FuzzyTerm {
  std::string term;
  float boost = 1.0F;  ///< 1 - edits / the shorter length, as Lucene's FuzzyTermsEnum has it
};

/// Edits allowed for a term of this many code points.
std::uint32_t allowed_edits(const Fuzziness& fuzziness, std::size_t length);

/// The best terms of all segments: higher boost first, then smaller bytes; at most max_expansions. In byte order.
std::vector<FuzzyTerm> expand_fuzzy(const Snapshot& snapshot, FieldId field, std::string_view term,
                                    const Fuzziness& fuzziness, const FuzzyOptions& options);

}  // namespace aisle::engine
