#include "analyzers/tokenizers/char_class_tokenizer.hpp"

#include <unicode/uchar.h>

#include "analyzers/unicode/case.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

template <class Inside>
void tokenize_runs(std::string_view text, std::uint32_t max_units, const Inside& inside, TokenStream& out) {
  std::vector<Token>& tokens = out.mutable_tokens();
  std::uint32_t position = 0;
  std::size_t begin = 0;
  std::uint32_t units = 0;
  auto emit = [&](std::size_t end) {
    if (units > 0) {
      tokens.push_back({text.substr(begin, end - begin), static_cast<std::uint32_t>(begin),
                        static_cast<std::uint32_t>(end), position++, 1, TokenType::word});
    }
    units = 0;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t here = at;
    const char32_t point = next_code_point(text, at);
    if (!inside(point)) {
      emit(here);
      continue;
    }
    if (units == 0) begin = here;
    units += point > 0xFFFF ? 2 : 1;
    if (units >= max_units) emit(at);
  }
  emit(at);
  out.set_end_position(position);
}

}  // namespace

void WhitespaceTokenizer::tokenize(std::string_view text, TokenStream& out) const {
  auto inside = [](char32_t point) {
    if (point > ' ' && point < 0x7F) return true;
    return !u_isWhitespace(static_cast<UChar32>(point));
  };
  tokenize_runs(text, max_token_length_, inside, out);
}

void LetterTokenizer::tokenize(std::string_view text, TokenStream& out) const {
  auto inside = [](char32_t point) {
    if (point < 0x80) return (point | 0x20) - 'a' < 26;
    return static_cast<bool>(u_isalpha(static_cast<UChar32>(point)));
  };
  tokenize_runs(text, 255, inside, out);
  if (!lowercase_) return;
  for (Token& token : out.mutable_tokens()) token.term = lowercase_term(token.term, out);
}

}  // namespace aisle::analyzers
