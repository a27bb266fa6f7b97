#include "analyzers/unicode/case.hpp"

#include <unicode/uchar.h>

#include "analyzers/unicode/map_term.hpp"

namespace aisle::analyzers {

char32_t to_lower(char32_t point) {
  if (point < 0x80) return point - 'A' < 26 ? point + 0x20 : point;
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(point)));
}

char32_t to_upper(char32_t point) {
  if (point < 0x80) return point - 'a' < 26 ? point - 0x20 : point;
  return static_cast<char32_t>(u_toupper(static_cast<UChar32>(point)));
}

void lowercase_ascii(std::string_view text, char* to) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    to[i] = static_cast<char>(byte + (static_cast<unsigned char>(byte - 'A') < 26 ? 0x20 : 0));
  }
}

std::string_view lowercase_term(std::string_view term, TokenStream& stream) {
  return map_code_points(term, stream, to_lower);
}

}  // namespace aisle::analyzers
