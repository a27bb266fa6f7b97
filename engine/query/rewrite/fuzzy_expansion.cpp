#include "engine/query/rewrite/fuzzy_expansion.hpp"

#include <algorithm>
#include <iterator>

#include "engine/suggest/edit_distance.hpp"
#include "engine/suggest/fuzzy_dictionary.hpp"

namespace aisle::engine {

std::uint32_t allowed_edits(const Fuzziness& fuzziness, std::size_t length) {
  if (!fuzziness.is_auto) return std::min<std::uint32_t>(fuzziness.edits, 2);
  if (length < fuzziness.low) return 0;
  return length < fuzziness.high ? 1 : 2;
}

std::vector<FuzzyMatch> expand_fuzzy(const Snapshot& snapshot, FieldId field, std::string_view term,
                                    const Fuzziness& fuzziness, const FuzzyOptions& options) {
  const std::size_t length = code_points(term).size();
  const std::uint32_t edits = allowed_edits(fuzziness, length);
  if (edits == 0) return {FuzzyMatch{std::string(term), 1.0F}};
  const FuzzyPattern pattern{term, edits, options.prefix_length, options.transpositions};
  std::vector<FuzzyMatch> matches;
  for (const SegmentView& view : snapshot.segments()) {
    BestMatches best(options.max_expansions);  // a term among the best of all is among the best of its segment
    fuzzy_search(*view.segment, field, pattern, best);
    std::vector<FuzzyMatch> found = best.take();
    matches.insert(matches.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  const auto by_term = [](const FuzzyMatch& a, const FuzzyMatch& b) { return a.term < b.term; };
  std::sort(matches.begin(), matches.end(), by_term);
  matches.erase(std::unique(matches.begin(), matches.end(),
                            [](const FuzzyMatch& a, const FuzzyMatch& b) { return a.term == b.term; }),
                matches.end());
  if (matches.size() <= options.max_expansions) return matches;
  const auto last = matches.begin() + options.max_expansions;
  std::nth_element(matches.begin(), last, matches.end(), better_match);
  matches.erase(last, matches.end());
  std::sort(matches.begin(), matches.end(), by_term);
  return matches;
}

}  // namespace aisle::engine
