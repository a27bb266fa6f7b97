#include "analyzers/token_filters/term_filters.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "analyzers/unicode/map_term.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

// What Java's String.trim and Lucene's TrimFilter call white space.
bool is_space(char32_t point) {
  return point <= ' ' || u_isWhitespace(static_cast<UChar32>(point));
}

std::string_view trimmed(std::string_view term) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < term.size() && is_space(next_code_point(term, at));) begin = at;
  std::size_t end = begin;
  for (std::size_t at = begin; at < term.size();) {
    if (!is_space(next_code_point(term, at))) end = at;
  }
  return term.substr(begin, end - begin);
}

std::string_view truncated(std::string_view term, std::uint32_t length) {
  if (term.size() <= length) return term;
  std::uint32_t units = 0;
  std::size_t at = 0;
  while (at < term.size()) {
    const std::size_t bytes = sequence_length(term[at]);
    units += bytes == 4 ? 2 : 1;
    if (units > length) break;
    at += bytes;
  }
  return term.substr(0, at);
}

std::string_view reversed(std::string_view term, TokenStream& stream) {
  char* const begin = stream.allocate(term.size());
  char* to = begin + term.size();
  for (std::size_t at = 0; at < term.size();) {
    const std::size_t bytes = sequence_length(term[at]);
    to -= bytes;
    std::memcpy(to, term.data() + at, bytes);
    at += bytes;
  }
  return {begin, term.size()};
}

std::size_t apostrophe_at(std::string_view term, std::size_t& length) {
  const std::size_t straight = term.find('\'');
  const std::size_t curly = term.find("’");
  length = straight < curly ? 1 : 3;
  return std::min(straight, curly);
}

}  // namespace

void TrimFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) token.term = trimmed(token.term);
}

void LengthFilter::apply(TokenStream& stream) const {
  std::erase_if(stream.mutable_tokens(), [this](const Token& token) {
    const std::uint32_t length = utf16_length(token.term);
    return length < min_ || length > max_;
  });
}

void TruncateFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    if (!token.keyword) token.term = truncated(token.term, length_);
  }
}

void ReverseFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    if (!token.term.empty()) token.term = reversed(token.term, stream);
  }
}

void ElisionFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    std::size_t length = 0;
    const std::size_t at = apostrophe_at(token.term, length);
    if (at != std::string_view::npos && articles_.contains(token.term.substr(0, at))) {
      token.term.remove_prefix(at + length);
    }
  }
}

void LimitFilter::apply(TokenStream& stream) const {
  std::vector<Token>& tokens = stream.mutable_tokens();
  if (tokens.size() > max_tokens_) tokens.resize(max_tokens_);
}

void DecimalDigitFilter::apply(TokenStream& stream) const {
  auto to_ascii = [](char32_t point) -> char32_t {
    if (point < 0x80) return point;
    const std::int32_t digit = u_charDigitValue(static_cast<UChar32>(point));
    return digit < 0 ? point : U'0' + static_cast<char32_t>(digit);
  };
  for (Token& token : stream.mutable_tokens()) token.term = map_code_points(token.term, stream, to_ascii);
}

}  // namespace aisle::analyzers
