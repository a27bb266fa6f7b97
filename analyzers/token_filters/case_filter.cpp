#include "analyzers/token_filters/case_filter.hpp"

#include "analyzers/unicode/case.hpp"
#include "analyzers/unicode/map_term.hpp"

namespace aisle::analyzers {
namespace {

char32_t greek_lower(char32_t point) {
  switch (point) {
    case 0x03C2:
      return 0x03C3;  // final sigma
    case 0x0386:
    case 0x03AC:
      return 0x03B1;
    case 0x0388:
    case 0x03AD:
      return 0x03B5;
    case 0x0389:
    case 0x03AE:
      return 0x03B7;
    case 0x038A:
    case 0x03AA:
    case 0x03AF:
    case 0x03CA:
    case 0x0390:
      return 0x03B9;
    case 0x038E:
    case 0x03AB:
    case 0x03CD:
    case 0x03CB:
    case 0x03B0:
      return 0x03C5;
    case 0x038C:
    case 0x03CC:
      return 0x03BF;
    case 0x038F:
    case 0x03CE:
      return 0x03C9;
    case 0x03A2:
      return 0x03C2;
    default:
      return to_lower(point);
  }
}

char32_t turkish_lower(char32_t point) {
  if (point == 'I') return 0x0131;
  return to_lower(point);  // U+0130, the dotted capital, gives i by itself
}

std::string_view irish_lower(std::string_view term, TokenStream& stream) {
  const bool mutated = term.size() > 2 && (term[0] == 'n' || term[0] == 't');
  if (mutated) {
    std::size_t at = 1;
    switch (next_code_point(term, at)) {
      case 'A':
      case 'E':
      case 'I':
      case 'O':
      case 'U':
      case 0xC1:
      case 0xC9:
      case 0xCD:
      case 0xD3:
      case 0xDA: {
        char* hyphenated = stream.allocate(term.size() + 1);
        hyphenated[0] = term[0];
        hyphenated[1] = '-';
        std::memcpy(hyphenated + 2, term.data() + 1, term.size() - 1);
        return lowercase_term({hyphenated, term.size() + 1}, stream);
      }
      default:
        break;
    }
  }
  return lowercase_term(term, stream);
}

}  // namespace

void LowercaseFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    switch (language_) {
      case CaseLanguage::root:
        token.term = lowercase_term(token.term, stream);
        break;
      case CaseLanguage::greek:
        token.term = map_code_points(token.term, stream, greek_lower);
        break;
      case CaseLanguage::irish:
        token.term = irish_lower(token.term, stream);
        break;
      case CaseLanguage::turkish:
        token.term = map_code_points(token.term, stream, turkish_lower);
        break;
    }
  }
}

void UppercaseFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) token.term = map_code_points(token.term, stream, to_upper);
}

}  // namespace aisle::analyzers
