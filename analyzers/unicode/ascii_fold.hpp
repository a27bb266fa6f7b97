#pragma once
// What Latin letters, digits and punctuation beyond ASCII become in ASCII: Lucene's ASCIIFoldingFilter.

#include <cstdint>
#include <string_view>

#include "analyzers/token_stream.hpp"

namespace aisle::analyzers {

/// Up to four ASCII characters, the first in the lowest byte; 0 if the character stays as it is.
///
/// The first call builds a table (some tens of milliseconds) from ICU's decompositions, its Latin-ASCII
/// transliteration and the letters' names, over the blocks that Lucene folds; punctuation is listed. Letters
/// that neither decompose nor have a base letter in their name stay, where Lucene knows a few dozen of the
/// International Phonetic Alphabet more.
std::uint32_t ascii_fold(char32_t point);

/// The folded term: `term` itself if nothing in it folds, else a copy in the stream's arena. REQUIRES: valid
/// UTF-8.
std::string_view fold_term(std::string_view term, TokenStream& stream);

}  // namespace aisle::analyzers
