#pragma once
// One field's terms in one segment, laid out to be searched for words within one or two edits.

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/segment/derived_parts.hpp"
#include "engine/index/segment/field_index.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/suggest/fuzzy_match.hpp"
#include "engine/suggest/letter_slices.hpp"

namespace aisle::engine {

class FuzzyMeasure;

/// Terms grouped by what an edit can change by one at most: their length, how many different letters they have, how
/// many of their letters are digits. A search passes over all groups but those near enough; of these, the words that
/// lack more letters than there are edits are ruled out by bit-sliced letter sets; what is left, some hundreds of
/// 200,000, is measured exactly. 11 to 15 bytes a word, its text included; a search of 200,000 words takes some
/// microseconds. Immutable; any thread may search.
///
/// Symmetric deletes (SymSpell) were considered: as fast, for about 200 bytes a word; so was a trie walked in step with
/// an automaton, which at two edits visits some 14,000 nodes of the same words.
class FuzzyDictionary final : public DerivedPart {
 public:
  explicit FuzzyDictionary(const FieldIndex& index);
  /// Shows all terms within the pattern's distance to `best`, each once; those that cannot be among the best may be
  /// left out.
  void search(const FuzzyPattern& pattern, BestMatches& best) const;
  std::size_t memory_bytes() const override;

 private:
  /// Least and greatest of a count over the words of a group.
  struct Span {
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t greatest = 0;
    void include(std::uint32_t value);
    bool near(std::uint32_t value, std::uint32_t edits) const;
  };
  struct Group {
    Span lengths;  // in code points
    Span letters;  // different ones
    Span digits;
    bool is_ascii = true;
    std::uint32_t stride = 0;           // bytes of each word; 0: they differ, see ends
    std::vector<std::uint32_t> ends;    // of each word in text
    std::string text;
    LetterSlices slices;
    std::string_view word(std::uint32_t i) const;
  };
  class Builder;
  void search_groups(const FuzzyMeasure& measure, std::uint32_t edits, BestMatches& best) const;

  std::vector<Group> groups_;  // by length
};

/// Shows the terms of the field within the pattern's distance to `best`, each once; the segment's FuzzyDictionary is
/// made at the first search that needs it and kept while the segment lives. Thread-safe.
void fuzzy_search(const Segment& segment, FieldId field, const FuzzyPattern& pattern, BestMatches& best);

}  // namespace aisle::engine
