#include "analyzers/tokenizers/word_class.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <memory>

namespace aisle::analyzers {
namespace {

using namespace word_class;

bool is_emoji_character(UChar32 point) {
  return u_hasBinaryProperty(point, UCHAR_EXTENDED_PICTOGRAPHIC) ||
         (point > 0x7F && u_hasBinaryProperty(point, UCHAR_EMOJI) &&
          !u_hasBinaryProperty(point, UCHAR_REGIONAL_INDICATOR));
}

std::uint8_t class_of_word_break(UChar32 point) {
  switch (u_getIntPropertyValue(point, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
      return kLetter;
    case U_WB_NUMERIC:
      return kDigit;
    case U_WB_EXTENDNUMLET:
      return kConnector;
    case U_WB_MIDLETTER:
      return kMidLetter;
    case U_WB_MIDNUM:
      return kMidNumber;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE:
      return kMidLetter | kMidNumber;
    case U_WB_OTHER:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE:
    case U_WB_WSEGSPACE:
    case U_WB_DOUBLE_QUOTE:
      return 0;
    default:
      return kComplex;
  }
}

std::uint8_t compute_class(UChar32 point) {
  const std::uint8_t by_break = class_of_word_break(point);
  if (by_break == kComplex || u_getIntPropertyValue(point, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
    return kComplex;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(point, &status);
  const bool emoji = is_emoji_character(point);
  if (by_break != 0) {
    // Letters that are also something else, where the longest match decides.
    const bool ambiguous =
        emoji || script == USCRIPT_HANGUL || script == USCRIPT_HAN || script == USCRIPT_HIRAGANA;
    return ambiguous ? kComplex : by_break;
  }
  if (u_hasBinaryProperty(point, UCHAR_EMOJI_MODIFIER)) return kComplex;
  if (emoji) return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ? kComplex : kEmoji;
  if (script == USCRIPT_HAN) return kIdeograph;
  if (script == USCRIPT_HIRAGANA) return kHiragana;
  return 0;
}

const std::uint8_t* bmp_table() {
  static const std::unique_ptr<const std::uint8_t[]> table = [] {
    auto classes = std::make_unique<std::uint8_t[]>(0x10000);
    for (UChar32 point = 0; point < 0x10000; ++point) {
      classes[static_cast<std::size_t>(point)] =
          point < 0x80 ? kAsciiWordClasses[static_cast<std::size_t>(point)] : compute_class(point);
    }
    return classes;
  }();
  return table.get();
}

}  // namespace

std::uint8_t word_class_of(char32_t point) {
  return point < 0x10000 ? bmp_table()[point] : compute_class(static_cast<UChar32>(point));
}

}  // namespace aisle::analyzers
