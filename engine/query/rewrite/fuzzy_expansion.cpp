#include "engine/query/rewrite/fuzzy_expansion.hpp"

#include <algorithm>

#include "engine/suggest/edit_distance.hpp"
#include "engine/suggest/fuzzy_dictionary.hpp"

namespace aisle::engine {
namespace {

float boost_of(const FuzzyMatch& match, std::size_t length) {
  if (match.edits == 0) return 1.0F;
  const std::size_t shorter = std::min(length, code_points(match.term).size());
  return 1.0F - static_cast<float>(match.edits) / static_cast<float>(shorter);
}

bool better(const FuzzyTerm& a, const FuzzyTerm& b) { return a.boost != b.boost ? a.boost > b.boost : a.term < b.term; }

}  // namespace

std::uint32_t allowed_edits(const Fuzziness& fuzziness, std::size_t length) {
  if (!fuzziness.is_auto) return std::min<std::uint32_t>(fuzziness.edits, 2);
  if (length < fuzziness.low) return 0;
  return length < fuzziness.high ? 1 : 2;
}

std::vector<FuzzyTerm> expand_fuzzy(const Snapshot& snapshot, FieldId field, std::string_view term,
                                    const Fuzziness& fuzziness, const FuzzyOptions& options) {
  const std::size_t length = code_points(term).size();
  const std::uint32_t edits = allowed_edits(fuzziness, length);
  if (edits == 0) return {FuzzyTerm{std::string(term), 1.0F}};
  std::vector<FuzzyMatch> matches;
  const FuzzyPattern pattern{term, edits, options.prefix_length, options.transpositions};
  for (const SegmentView& view : snapshot.segments()) fuzzy_search(view.segment, field, pattern, matches);
  std::vector<FuzzyTerm> terms;
  terms.reserve(matches.size());
  for (FuzzyMatch& match : matches) {
    const float boost = std::max(0.0F, boost_of(match, length));
    terms.push_back({std::move(match.term), boost});
  }
  const auto same = [](const FuzzyTerm& a, const FuzzyTerm& b) { return a.term == b.term; };
  const auto by_term = [](const FuzzyTerm& a, const FuzzyTerm& b) { return a.term < b.term; };
  std::sort(terms.begin(), terms.end(), by_term);
  terms.erase(std::unique(terms.begin(), terms.end(), same), terms.end());
  if (terms.size() > options.max_expansions) {
    const auto last = terms.begin() + options.max_expansions;
    std::nth_element(terms.begin(), last, terms.end(), better);
    terms.erase(last, terms.end());
    std::sort(terms.begin(), terms.end(), by_term);
  }
  return terms;
}

}  // namespace aisle::engine
