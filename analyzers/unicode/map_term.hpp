#pragma once
// Rewriting a term character by character, copying only if something changes.

#include <cstring>
#include <string_view>

#include "analyzers/token_stream.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {

/// `term` with each character replaced by `map(character)`; the same view if none changes, else in the arena.
/// REQUIRES: valid UTF-8, and that map gives characters (no surrogates).
template <class Map>
std::string_view map_code_points(std::string_view term, TokenStream& stream, const Map& map) {
  std::size_t at = 0;
  std::size_t changed_at = 0;
  for (;;) {
    if (at == term.size()) return term;
    changed_at = at;
    const char32_t point = next_code_point(term, at);
    if (map(point) != point) break;
  }
  at = changed_at;
  // No character grows beyond four bytes, none is shorter than one.
  const std::size_t room = changed_at + (term.size() - changed_at) * 4;
  char* const begin = stream.allocate(room);
  std::memcpy(begin, term.data(), changed_at);
  char* to = begin + changed_at;
  while (at < term.size()) to = encode(map(next_code_point(term, at)), to);
  const auto written = static_cast<std::size_t>(to - begin);
  stream.shrink_last(room - written);
  return {begin, written};
}

}  // namespace aisle::analyzers
