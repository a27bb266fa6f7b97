#include "analyzers/char_filters/html_entities.hpp"

#include <charconv>
#include <cstdint>
#include <unordered_map>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

using Names = std::unordered_map<std::string_view, char32_t>;

// In the order of Latin-1, from U+00A0.
constexpr std::string_view kLatin1 =
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 "
    "acute micro "
    "para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring "
    "AElig Ccedil "
    "Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times "
    "Oslash Ugrave "
    "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute "
    "ecirc euml "
    "igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc "
    "uuml yacute "
    "thorn yuml";
// In the order of the Greek block, from U+0391 and U+03B1; U+03A2 is no letter.
constexpr std::string_view kGreekCapitals =
    "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau "
    "Upsilon Phi "
    "Chi Psi Omega";
constexpr std::string_view kGreekSmall =
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma "
    "tau upsilon "
    "phi chi psi omega";

constexpr struct {
  std::string_view name;
  char32_t point;
} kOthers[] = {
    {"quot", '"'},      {"amp", '&'},       {"apos", '\''},      {"lt", '<'},         {"gt", '>'},
    {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},   {"scaron", 0x161},   {"Yuml", 0x178},
    {"fnof", 0x192},    {"circ", 0x2C6},    {"tilde", 0x2DC},    {"thetasym", 0x3D1}, {"upsih", 0x3D2},
    {"piv", 0x3D6},     {"ensp", 0x2002},   {"emsp", 0x2003},    {"thinsp", 0x2009},  {"zwnj", 0x200C},
    {"zwj", 0x200D},    {"lrm", 0x200E},    {"rlm", 0x200F},     {"ndash", 0x2013},   {"mdash", 0x2014},
    {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},   {"ldquo", 0x201C},   {"rdquo", 0x201D},
    {"bdquo", 0x201E},  {"dagger", 0x2020}, {"Dagger", 0x2021},  {"bull", 0x2022},    {"hellip", 0x2026},
    {"permil", 0x2030}, {"prime", 0x2032},  {"Prime", 0x2033},   {"lsaquo", 0x2039},  {"rsaquo", 0x203A},
    {"oline", 0x203E},  {"frasl", 0x2044},  {"euro", 0x20AC},    {"image", 0x2111},   {"weierp", 0x2118},
    {"real", 0x211C},   {"trade", 0x2122},  {"alefsym", 0x2135}, {"larr", 0x2190},    {"uarr", 0x2191},
    {"rarr", 0x2192},   {"darr", 0x2193},   {"harr", 0x2194},    {"crarr", 0x21B5},   {"lArr", 0x21D0},
    {"uArr", 0x21D1},   {"rArr", 0x21D2},   {"dArr", 0x21D3},    {"hArr", 0x21D4},    {"forall", 0x2200},
    {"part", 0x2202},   {"exist", 0x2203},  {"empty", 0x2205},   {"nabla", 0x2207},   {"isin", 0x2208},
    {"notin", 0x2209},  {"ni", 0x220B},     {"prod", 0x220F},    {"sum", 0x2211},     {"minus", 0x2212},
    {"lowast", 0x2217}, {"radic", 0x221A},  {"prop", 0x221D},    {"infin", 0x221E},   {"ang", 0x2220},
    {"and", 0x2227},    {"or", 0x2228},     {"cap", 0x2229},     {"cup", 0x222A},     {"int", 0x222B},
    {"there4", 0x2234}, {"sim", 0x223C},    {"cong", 0x2245},    {"asymp", 0x2248},   {"ne", 0x2260},
    {"equiv", 0x2261},  {"le", 0x2264},     {"ge", 0x2265},      {"sub", 0x2282},     {"sup", 0x2283},
    {"nsub", 0x2284},   {"sube", 0x2286},   {"supe", 0x2287},    {"oplus", 0x2295},   {"otimes", 0x2297},
    {"perp", 0x22A5},   {"sdot", 0x22C5},   {"lceil", 0x2308},   {"rceil", 0x2309},   {"lfloor", 0x230A},
    {"rfloor", 0x230B}, {"lang", 0x2329},   {"rang", 0x232A},    {"loz", 0x25CA},     {"spades", 0x2660},
    {"clubs", 0x2663},  {"hearts", 0x2665}, {"diams", 0x2666},
};

void add_in_order(std::string_view list, char32_t first, Names& names) {
  while (!list.empty()) {
    const std::size_t space = std::min(list.find(' '), list.size());
    names.emplace(list.substr(0, space), first++);
    list.remove_prefix(std::min(space + 1, list.size()));
  }
}

const Names& names() {
  static const Names kNames = [] {
    Names made;
    for (const auto& other : kOthers) made.emplace(other.name, other.point);
    add_in_order(kLatin1, 0xA0, made);
    add_in_order(kGreekCapitals, 0x391, made);
    add_in_order(kGreekSmall, 0x3B1, made);
    return made;
  }();
  return kNames;
}

std::optional<char32_t> numeric(std::string_view digits) {
  const bool hex = digits.starts_with('x') || digits.starts_with('X');
  if (hex) digits.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  const bool character = value != 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return character ? value : kReplacement;
}

}  // namespace

std::optional<HtmlEntity> parse_html_entity(std::string_view text) {
  constexpr std::size_t kLongest = 12;
  const std::size_t semicolon = text.substr(0, kLongest).find(';');
  if (semicolon == std::string_view::npos || semicolon < 2) return std::nullopt;
  const std::string_view body = text.substr(1, semicolon - 1);
  std::optional<char32_t> point;
  if (body.front() == '#') {
    point = numeric(body.substr(1));
  } else if (auto found = names().find(body); found != names().end()) {
    point = found->second;
  }
  if (!point) return std::nullopt;
  return HtmlEntity{*point == 0xA0 ? U' ' : *point, semicolon + 1};
}

}  // namespace aisle::analyzers
