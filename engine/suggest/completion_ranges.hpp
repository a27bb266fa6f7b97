#pragma once
// Which terms of a completion field begin with what was typed, exactly or nearly.

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/index/segment/field_index.hpp"
#include "engine/suggest/completion_index.hpp"

namespace aisle::engine {

/// How what was typed may differ from what a completion begins with.
struct CompletionEdits {
  std::uint32_t max_edits = 1;      ///< at most 2
  bool transpositions = true;
  std::uint32_t prefix_length = 1;  ///< so many letters must be right
  bool by_code_points = false;      ///< letters are code points; else bytes, as Lucene counts them unless told otherwise
};

/// Appends the terms whose keys begin with `prefix`.
void add_completions(const FieldIndex& index, std::string_view prefix, std::vector<CompletionRange>& ranges);

/// Appends the terms whose keys begin with something within the edits of `prefix`; boosts are the lengths, in letters,
/// of what agrees with `prefix` from the start. Ranges do not overlap. Walks the dictionary as if it were a trie, with an
/// automaton in step: a few hundred look-ups at one edit.
void add_near_completions(const FieldIndex& index, std::string_view prefix, const CompletionEdits& edits,
                          std::vector<CompletionRange>& ranges);

}  // namespace aisle::engine
