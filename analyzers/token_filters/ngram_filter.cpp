#include "analyzers/token_filters/ngram_filter.hpp"

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

void push_piece(const Token& token, std::string_view piece, std::vector<Token>& out) {
  out.push_back(token);
  out.back().term = piece;
}

// Whether the term itself is not among its pieces.
bool is_no_piece(std::string_view term, GramSizes sizes) {
  const std::size_t length = count_code_points(term);
  return length < sizes.min || length > sizes.max;
}

// Byte offset behind the character at `at`.
std::size_t step(std::string_view term, std::size_t at) {
  return at + sequence_length(term[at]);
}

std::size_t step_back(std::string_view term, std::size_t at) {
  do --at;
  while (at > 0 && is_continuation(term[at]));
  return at;
}

}  // namespace

void NgramFilter::apply(TokenStream& stream) const {
  std::vector<Token>& out = stream.spare();
  for (const Token& token : stream.tokens()) {
    for (std::size_t begin = 0; begin < token.term.size(); begin = step(token.term, begin)) {
      std::size_t end = begin;
      for (std::uint32_t length = 1; length <= sizes_.max && end < token.term.size(); ++length) {
        end = step(token.term, end);
        if (length >= sizes_.min) push_piece(token, token.term.substr(begin, end - begin), out);
      }
    }
    if (preserve_original_ && is_no_piece(token.term, sizes_)) out.push_back(token);
  }
  stream.swap_in_spare();
}

void EdgeNgramFilter::apply(TokenStream& stream) const {
  std::vector<Token>& out = stream.spare();
  for (const Token& token : stream.tokens()) {
    from_back_ ? add_endings(token, out) : add_beginnings(token, out);
    if (preserve_original_ && is_no_piece(token.term, sizes_)) out.push_back(token);
  }
  stream.swap_in_spare();
}

void EdgeNgramFilter::add_beginnings(const Token& token, std::vector<Token>& out) const {
  std::size_t end = 0;
  for (std::uint32_t length = 1; length <= sizes_.max && end < token.term.size(); ++length) {
    end = step(token.term, end);
    if (length >= sizes_.min) push_piece(token, token.term.substr(0, end), out);
  }
}

void EdgeNgramFilter::add_endings(const Token& token, std::vector<Token>& out) const {
  std::size_t begin = token.term.size();
  for (std::uint32_t length = 1; length <= sizes_.max && begin > 0; ++length) {
    begin = step_back(token.term, begin);
    if (length >= sizes_.min) push_piece(token, token.term.substr(begin), out);
  }
}

}  // namespace aisle::analyzers
