#pragma once
// One field's terms in one segment, laid out to be searched for words within one or two edits.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/segment/field_index.hpp"
#include "engine/index/segment/segment.hpp"

namespace aisle::engine {

/// What a search looks for. `prefix_length` code points must be the same.
struct FuzzyPattern {
  std::string_view term;
  std::uint32_t max_edits = 2;  ///< 0, 1 or 2
  std::uint32_t prefix_length = 0;
  bool transpositions = true;
};

struct FuzzyMatch {
  std::string term;
  std::uint32_t edits = 0;
};

/// Terms grouped by length, each with a set of its letters as bits. A word within d edits differs by at most d in
/// length and by at most d letters each way, which rules out nearly all others at about a nanosecond a term; what is
/// left is measured exactly. Immutable; any thread may search.
class FuzzyDictionary {
 public:
  explicit FuzzyDictionary(const FieldIndex& index);
  void search(const FuzzyPattern& pattern, std::vector<FuzzyMatch>& found) const;
  std::size_t memory_bytes() const;

 private:
  struct Group {
    std::vector<std::uint32_t> letters;       // letter sets, padded to whole batches
    std::vector<std::uint32_t> text_offsets;  // into text_
    std::uint32_t count = 0;
  };
  template <class Verify>
  void scan(const Group& group, std::uint32_t wanted, std::uint32_t edits, Verify&& verify) const;
  std::string_view text(const Group& group, std::uint32_t i) const;

  std::vector<Group> groups_;  // by length in code points; the last holds all longer terms
  std::string text_;           // for each term: its size as two bytes, its bytes
};

/// The dictionary of a field, made at the first search and kept while the segment lives (and memory allows).
/// Thread-safe. Null when the segment lacks the field.
std::shared_ptr<const FuzzyDictionary> fuzzy_dictionary(const std::shared_ptr<const Segment>& segment, FieldId field);

/// All terms of the field within the pattern's distance, each once, in no order.
void fuzzy_search(const std::shared_ptr<const Segment>& segment, FieldId field, const FuzzyPattern& pattern,
                  std::vector<FuzzyMatch>& found);

}  // namespace aisle::engine
