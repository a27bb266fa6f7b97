#pragma once
// How the inputs of a completion field are kept: as terms of its dictionary, so that they are sorted, merged, stored and
// verified like any others.
//
//   key 0x00 weight surface
//
// The key is what the analyzer makes of the input, its tokens joined by 0x1F and 0x1E standing for a token left out (as
// Lucene's ConcatenateGraphFilter has it); the weight is four bytes, inverted and the most significant first, so that
// of equal keys the heaviest comes first; the surface is the input as it was. All completions of a prefix are a range of
// terms.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/token_stream.hpp"
#include "engine/schema/field.hpp"

namespace aisle::engine {

/// An input on its way into the engine, as the text of a FieldValue.
std::string encode_completion_input(std::string_view surface, std::uint32_t weight);

/// The keys of a text; several where the analyzer gives alternatives at a position, at most kMaxCompletionKeys. None
/// where it gives no tokens.
inline constexpr std::size_t kMaxCompletionKeys = 64;
std::vector<std::string> completion_keys(const Field& field, const analyzers::Analyzer& analyzer, std::string_view text,
                                         analyzers::TokenStream& scratch);

/// The terms of an encoded input; the surface is cut to the field's max_input_length before it is analysed.
std::vector<std::string> completion_terms(const Field& field, std::string_view encoded,
                                          analyzers::TokenStream& scratch);

struct CompletionTerm {
  std::string_view key;
  std::uint32_t weight = 0;
  std::string_view surface;
};
/// Takes a term apart. A term that is none of completion_terms() is a key without weight or surface.
CompletionTerm parse_completion_term(std::string_view term);
/// Whether parse_completion_term() finds all parts.
bool is_completion_term(std::string_view term);

}  // namespace aisle::engine
