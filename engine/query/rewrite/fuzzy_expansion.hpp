#pragma once

#include <string_view>
#include <vector>

#include "engine/index/live/snapshot.hpp"
#include "engine/query/ast/query.hpp"
#include "engine/suggest/fuzzy_match.hpp"

namespace aisle::engine {

/// Edits allowed for a term of this many code points.
std::uint32_t allowed_edits(const Fuzziness& fuzziness, std::size_t length);

/// The best terms of all segments: higher boost first, then smaller bytes; at most max_expansions. In byte order.
std::vector<FuzzyMatch> expand_fuzzy(const Snapshot& snapshot, FieldId field, std::string_view term,
                                    const Fuzziness& fuzziness, const FuzzyOptions& options);

}  // namespace aisle::engine
