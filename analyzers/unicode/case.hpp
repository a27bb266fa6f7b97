#pragma once
// Upper and lower case, character by character as Lucene's filters do it: locale-free, one character to one.

#include <string_view>

#include "analyzers/token_stream.hpp"

namespace aisle::analyzers {

char32_t to_lower(char32_t point);
char32_t to_upper(char32_t point);

/// Lower-cases ASCII bytes into `to`, which has room for as many; other bytes are copied.
void lowercase_ascii(std::string_view text, char* to);

/// The lower-cased term: `term` itself if it is that already, else a copy in the stream's arena.
/// REQUIRES: valid UTF-8.
std::string_view lowercase_term(std::string_view term, TokenStream& stream);

}  // namespace aisle::analyzers
