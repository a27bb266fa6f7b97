#include "analyzers/tokenizers/ngram_tokenizer.hpp"

#include <unicode/uchar.h>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {

bool TokenChars::keeps(char32_t point) const {
  const auto c = static_cast<UChar32>(point);
  const std::uint32_t category = U_GET_GC_MASK(c);
  const bool any = letter || digit || whitespace || punctuation || symbol || !custom.empty();
  return !any || (letter && (category & U_GC_L_MASK)) || (digit && (category & U_GC_ND_MASK)) ||
         (whitespace && u_isWhitespace(c)) || (punctuation && (category & U_GC_P_MASK)) ||
         (symbol && (category & U_GC_S_MASK)) || custom.find(point) != std::u32string::npos;
}

void NgramTokenizer::tokenize(std::string_view text, TokenStream& out) const {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (chars_.keeps(next_code_point(text, at))) continue;
    cut_run(text, begin, here, out);
    begin = at;
  }
  cut_run(text, begin, text.size(), out);
  out.set_end_position(static_cast<std::uint32_t>(out.tokens().size()));
}

void NgramTokenizer::cut_run(std::string_view text, std::size_t begin, std::size_t end,
                             TokenStream& out) const {
  if (edges_only_) return cut_from(text, begin, end, out);
  for (; begin < end; begin += sequence_length(text[begin])) cut_from(text, begin, end, out);
}

void NgramTokenizer::cut_from(std::string_view text, std::size_t begin, std::size_t end,
                              TokenStream& out) const {
  std::size_t at = begin;
  for (std::uint32_t length = 1; length <= max_ && at < end; ++length) {
    at += sequence_length(text[at]);
    if (length < min_) continue;
    const auto position = static_cast<std::uint32_t>(out.tokens().size());
    out.mutable_tokens().push_back({text.substr(begin, at - begin), static_cast<std::uint32_t>(begin),
                                    static_cast<std::uint32_t>(at), position, 1, TokenType::word});
  }
}

}  // namespace aisle::analyzers
