#include "analyzers/unicode/ascii_fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

using Table = std::unique_ptr<std::uint32_t[]>;

// The first character folds to what stands behind it; the first space ends an entry.
constexpr std::string_view kPunctuation =
    "«\" »\" “\" ”\" „\" ″\" ‶\" ❝\" ❞\" ❮\" ❯\" ＂\" ‘' ’' ‚' ‛' ′' ‵' ‹' ›' ❛' ❜' ＇' "
    "‐- ‑- ‒- –- —- ⁻- ₋- －- ⁅[ ❲[ ［[ ⁆] ❳] ］] ⁽( ₍( ❨( ❪( （( ⸨(( ⁾) ₎) ❩) ❫) ）) ⸩)) "
    "❬< ❰< ＜< ❭> ❱> ＞> ❴{ ｛{ ❵} ｝} ⁺+ ₊+ ＋+ ⁼= ₌= ＝= ！! ‼!! ⁉!? ＃# ＄$ ⁒% ％% ＆& ⁎* ＊* ，, ．. "
    "⁄/ ／/ ：: ⁏; ；; ？? ⁇?? ⁈?! ＠@ ＼\\ ‸^ ＾^ ＿_ ⁓~ ～~";

// Letters whose names or decompositions mislead: Lucene's choices.
constexpr std::string_view kLetters =
    "ßss ẞSS æae ÆAE œoe ŒOE øo ØO łl ŁL đd ĐD ðd ÐD þth ÞTH ħh ĦH ıi ĸq ŉ'n ŋn ŊN ŧt ŦT ĳij ĲIJ ſs ƒf ƑF "
    "ƕhv ǶHV "
    "əa ƏA ɛe ƎE ǝe ɣg ƙk ƘK ƞn ȠN ɵo ɔo ȣou ȢOU ƿw ǷW ȝz ȜZ ʒz ʋv ƱU ʊu ƖI ɩi ƟO ƆO ƐE ƔG ƷZ ƲV ǮZ ǯz "
    "ŀl ĿL ǉlj ǈLj ǇLJ ǌnj ǋNj ǊNJ ǆdz ǅDz ǄDZ ǳdz ǲDz ǱDZ ƦR ʀR ȡd ȴl ȵn ȶt ȸdb ȹqp";

bool is_ascii(const std::string& text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return !text.empty();
}

std::uint32_t pack(std::string_view ascii) {
  std::uint32_t packed = 0;
  if (ascii.size() > 4) return 0;
  for (std::size_t i = 0; i < ascii.size(); ++i) {
    packed |= static_cast<std::uint32_t>(static_cast<unsigned char>(ascii[i])) << (8 * i);
  }
  return packed;
}

void add_listed(std::string_view entries, std::uint32_t* table) {
  while (!entries.empty()) {
    const std::size_t space = std::min(entries.find(' '), entries.size());
    const std::string_view entry = entries.substr(0, space);
    std::size_t at = 0;
    const char32_t point = next_code_point(entry, at);
    table[point] = pack(entry.substr(at));
    entries.remove_prefix(std::min(space + 1, entries.size()));
  }
}

// The blocks in which Lucene folds letters and digits.
bool in_folded_block(UChar32 point) {
  auto in = [point](UChar32 first, UChar32 last) { return point >= first && point <= last; };
  if (in(0xAA, 0xBA)) return in(0xB2, 0xB3) || point == 0xB9;  // ordinal indicators and the micro sign stay
  return in(0xC0, 0x2AF) || in(0x1D00, 0x1D2B) || in(0x1D62, 0x1D65) || in(0x1D6B, 0x1D9A) ||
         in(0x1E00, 0x1EFF) || in(0x2070, 0x209C) || in(0x2460, 0x24FF) || in(0x2776, 0x2793) ||
         in(0x2C60, 0x2C7F) || in(0xA722, 0xA7FF) || in(0xFB00, 0xFB06) || in(0xFF10, 0xFF19) ||
         in(0xFF21, 0xFF3A) || in(0xFF41, 0xFF5A);
}

// "LATIN SMALL LETTER TURNED A WITH ..." is an a; "LATIN LETTER SMALL CAPITAL B" a B.
std::string letter_by_name(UChar32 point) {
  char name[128];
  UErrorCode status = U_ZERO_ERROR;
  u_charName(point, U_UNICODE_CHAR_NAME, name, sizeof name, &status);
  const std::string_view text = name;
  if (U_FAILURE(status) || !text.starts_with("LATIN ")) return {};
  const bool capital = text.find("CAPITAL") != std::string_view::npos;
  std::string_view base = text.substr(0, text.find(" WITH "));
  const std::size_t space = base.rfind(' ');
  base = base.substr(space == std::string_view::npos ? 0 : space + 1);
  if (base.size() != 1 || base[0] < 'A' || base[0] > 'Z') return {};
  return std::string(1, capital ? base[0] : static_cast<char>(base[0] + 0x20));
}

std::string decomposed(const icu::Normalizer2& nfkd, UChar32 point) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString parts = nfkd.normalize(icu::UnicodeString(point), status);
  icu::UnicodeString bases;
  for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    if (u_charType(parts.char32At(i)) != U_NON_SPACING_MARK) bases.append(parts.char32At(i));
  }
  std::string text;
  bases.toUTF8String(text);
  return text;
}

std::string folded(const icu::Normalizer2& nfkd, const icu::Transliterator& latin_ascii, UChar32 point) {
  if (std::string text = decomposed(nfkd, point); is_ascii(text)) return text;
  if (point >= 0x2460) {  // circled digits beyond those that decompose
    const double value = u_getNumericValue(point);
    if (value >= 0 && value < 100) return std::to_string(static_cast<int>(value));
  }
  if (!u_isalpha(point)) return {};
  icu::UnicodeString text(point);
  latin_ascii.transliterate(text);
  std::string ascii;
  text.toUTF8String(ascii);
  return is_ascii(ascii) ? ascii : letter_by_name(point);
}

Table build_table() {
  auto table = std::make_unique<std::uint32_t[]>(0x10000);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  const std::unique_ptr<icu::Transliterator> latin_ascii(
      icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, status));
  if (U_FAILURE(status))
    throw std::runtime_error(std::string("ICU has no Latin-ASCII data: ") + u_errorName(status));
  for (UChar32 point = 0xAA; point < 0xFF60; ++point) {
    if (in_folded_block(point))
      table[static_cast<std::size_t>(point)] = pack(folded(*nfkd, *latin_ascii, point));
  }
  add_listed(kPunctuation, table.get());
  add_listed(kLetters, table.get());
  return table;
}

}  // namespace

std::uint32_t ascii_fold(char32_t point) {
  static const Table table = build_table();
  return point >= 0x80 && point < 0x10000 ? table[point] : 0;
}

std::string_view fold_term(std::string_view term, TokenStream& stream) {
  std::size_t first = 0;
  for (;;) {
    while (first < term.size() && static_cast<unsigned char>(term[first]) < 0x80) ++first;
    if (first == term.size()) return term;
    std::size_t behind = first;
    if (ascii_fold(next_code_point(term, behind)) != 0) break;
    first = behind;
  }
  const std::size_t room = first + (term.size() - first) * 2;  // two bytes give four characters at most
  char* const begin = stream.allocate(room);
  std::memcpy(begin, term.data(), first);
  char* to = begin + first;
  for (std::size_t at = first; at < term.size();) {
    const char32_t point = next_code_point(term, at);
    std::uint32_t packed = ascii_fold(point);
    if (packed == 0) to = encode(point, to);
    for (; packed != 0; packed >>= 8) *to++ = static_cast<char>(packed & 0xFF);
  }
  const auto written = static_cast<std::size_t>(to - begin);
  stream.shrink_last(room - written);
  return {begin, written};
}

}  // namespace aisle::analyzers
