#pragma once
// From a pattern to the terms of the snapshot that it means, segment by segment.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/query/plan/filter_plan.hpp"
#include "engine/query/rewrite/rewrite_context.hpp"

namespace aisle::engine {

/// The runs of terms, by segment, that begin with `prefix`.
std::vector<TermSetPlan::Ranges> prefix_terms(const Snapshot& snapshot, FieldId field, std::string_view prefix);

/// Terms that begin with `prefix` and for which `accept` holds. Looks at each term with the prefix once.
std::vector<TermSetPlan::Ranges> matching_terms(const Snapshot& snapshot, FieldId field, std::string_view prefix,
                                                const std::function<bool(std::string_view)>& accept);

/// Exactly these terms.
std::vector<TermSetPlan::Ranges> exact_terms(const Snapshot& snapshot, FieldId field,
                                             const std::vector<std::string>& terms);

/// Terms within bounds, in byte order; a null bound is open.
struct TermBounds {
  const std::string* from = nullptr;
  const std::string* to = nullptr;
  bool include_from = true;
  bool include_to = true;
};
std::vector<TermSetPlan::Ranges> terms_between(const Snapshot& snapshot, FieldId field, const TermBounds& bounds);

/// The first `limit` distinct terms with the prefix: of the first segment in order, then of the next, as Lucene's
/// phrase-prefix expansion takes them.
std::vector<std::string> first_terms_with_prefix(const Snapshot& snapshot, FieldId field, std::string_view prefix,
                                                 std::uint32_t limit);

/// A wildcard pattern (`*`, `?`, `\` escapes) over code points. `ignore_case` compares ASCII letters without case.
bool wildcard_accepts(std::string_view pattern, std::string_view text, bool ignore_case);
/// The part of a pattern before its first special character, unescaped.
std::string literal_prefix(std::string_view pattern);
/// ASCII letters without case.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace aisle::engine
