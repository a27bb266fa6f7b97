#include "analyzers/token_filters/shingle_filter.hpp"

#include <algorithm>

namespace aisle::analyzers {
namespace {

/// A token or a filler in the row that shingles are cut from.
struct Place {
  Token token;
  bool filler = false;
};

// The tokens with fillers where positions are empty.
std::vector<Place> lay_out(const TokenStream& stream, const ShingleOptions& options) {
  std::vector<Place> row;
  auto fill = [&](std::uint32_t gap, std::uint32_t offset, std::uint32_t position) {
    const std::uint32_t fillers = std::min(gap, options.max_size - 1);
    for (std::uint32_t i = 0; i < fillers; ++i) {
      row.push_back({{options.filler_token, offset, offset, position + i, 1, TokenType::word}, true});
    }
  };
  std::uint32_t next = 0;
  for (const Token& token : stream.tokens()) {
    if (token.position > next) fill(token.position - next, token.start_offset, next);
    row.push_back({token, false});
    next = token.position + 1;
  }
  if (stream.end_position() > next) fill(stream.end_position() - next, stream.end_offset(), next);
  return row;
}

std::string_view join(std::span<const Place> places, const std::string& separator, TokenStream& stream) {
  std::size_t size = separator.size() * (places.size() - 1);
  for (const Place& place : places) size += place.token.term.size();
  char* const begin = stream.allocate(size);
  char* to = begin;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i > 0) to = std::copy(separator.begin(), separator.end(), to);
    to = std::copy(places[i].token.term.begin(), places[i].token.term.end(), to);
  }
  return {begin, size};
}

Token make_shingle(std::span<const Place> places, const ShingleOptions& options, bool unigrams,
                   TokenStream& stream) {
  Token shingle = places.front().token;
  shingle.term = join(places, options.token_separator, stream);
  shingle.end_offset = std::max(places.back().token.end_offset, shingle.start_offset);
  shingle.type = TokenType::shingle;
  shingle.keyword = false;
  shingle.position_length = unigrams ? static_cast<std::uint32_t>(places.size()) : 1;
  return shingle;
}

}  // namespace

void ShingleFilter::apply(TokenStream& stream) const {
  const std::vector<Place> row = lay_out(stream, options_);
  const bool too_short = row.size() < options_.min_size;
  const bool unigrams = options_.output_unigrams || (options_.output_unigrams_if_no_shingles && too_short);
  std::vector<Token>& out = stream.spare();
  for (std::size_t begin = 0; begin < row.size(); ++begin) {
    if (unigrams && !row[begin].filler) out.push_back(row[begin].token);
    bool all_fillers = true;
    for (std::size_t size = 1; size <= options_.max_size && begin + size <= row.size(); ++size) {
      all_fillers &= row[begin + size - 1].filler;
      if (size < options_.min_size || all_fillers) continue;
      out.push_back(make_shingle({&row[begin], size}, options_, unigrams, stream));
    }
  }
  stream.swap_in_spare();
}

}  // namespace aisle::analyzers
