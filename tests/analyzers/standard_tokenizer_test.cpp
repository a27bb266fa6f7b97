#include "analyzers/tokenizers/standard_tokenizer.hpp"

#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "analyzers/tokenizers/icu_word_break.hpp"
#include "analyzers/unicode/utf8.hpp"
#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

std::string describe(const Token& token) {
  return fmt::format("{}[{}-{}]@{} {}", token.term, token.start_offset, token.end_offset, token.position,
                     to_string(token.type));
}

Strings by_icu(std::string_view text, std::uint32_t max_units = 255) {
  Strings found;
  std::uint32_t position = 0;
  for_each_icu_word(text, max_units, [&](std::size_t begin, std::size_t end, TokenType type) {
    found.push_back(describe({text.substr(begin, end - begin), static_cast<std::uint32_t>(begin),
                              static_cast<std::uint32_t>(end), position++, 1, type}));
  });
  return found;
}

Strings by_table(std::string_view text, std::uint32_t max_units = 255) {
  TokenStream stream;
  StandardTokenizer(max_units).tokenize_ascii(text, stream);
  Strings found;
  for (const Token& token : stream.tokens()) found.push_back(describe(token));
  return found;
}

Strings by_characters(std::string_view text, std::uint32_t max_units = 255) {
  TokenStream stream;
  StandardTokenizer(max_units).tokenize(text, stream);
  Strings found;
  for (const Token& token : stream.tokens()) found.push_back(describe(token));
  return found;
}

const Analyzer& standard() {
  static const auto registry = build_registry();
  return *registry->find("standard");
}

TEST(StandardAnalyzer, CutsElasticsearchsExample) {
  EXPECT_EQ(
      terms(standard(), "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone."),
      (Strings{"the", "2", "quick", "brown", "foxes", "jumped", "over", "the", "lazy", "dog's", "bone"}));
}

TEST(StandardAnalyzer, GivesOffsetsPositionsAndTypes) {
  EXPECT_EQ(described(standard(), "iPhone 15, 3.5mm"),
            (Strings{"iphone[0-6]@0", "15[7-9]@1", "3.5mm[11-16]@2"}));
  EXPECT_EQ(typed(standard(), "iPhone 15, 3.5mm"),
            (Strings{"iphone <ALPHANUM>", "15 <NUM>", "3.5mm <ALPHANUM>"}));
}

TEST(StandardTokenizer, AgreesWithIcuOnRandomAscii) {
  constexpr std::uint32_t kSeed = 20261122;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  std::mt19937 random(kSeed);
  constexpr std::string_view kNasty = "aZb09__..''::,,;;\"\" -#*\r\n\t@/";
  for (int round = 0; round < 60'000; ++round) {
    std::string text(random() % 24, ' ');
    for (char& c : text)
      c = random() % 16 == 0 ? static_cast<char>(random() % 128) : kNasty[random() % kNasty.size()];
    const std::uint32_t max_units = round % 4 == 0 ? 1 + random() % 6 : 255;
    const Strings expected = by_icu(text, max_units);
    ASSERT_EQ(by_table(text, max_units), expected) << testing::PrintToString(text) << " max " << max_units;
    ASSERT_EQ(by_characters(text, max_units), expected)
        << testing::PrintToString(text) << " max " << max_units;
  }
}

std::string random_text(std::mt19937& random, std::u32string_view alphabet, std::size_t longest) {
  std::string text;
  for (std::size_t length = random() % longest; length > 0; --length) {
    append_code_point(alphabet[random() % alphabet.size()], text);
  }
  return text;
}

TEST(StandardTokenizer, AgreesWithIcuOnRandomUnicode) {
  constexpr std::uint32_t kSeed = 7;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  std::mt19937 random(kSeed);
  // Letters and digits of several scripts, joiners, ideographs, kana, Hangul, Hebrew, Thai, marks, emoji and
  // their parts.
  constexpr std::u32string_view kNasty =
      U"aé1９_.':,;\"’·‿  "
      U"\u00A0\u0301\u200D\uFE0F\u20E3漢々ひカーﾊ한שבไท®™ℹ☂😀👩👍🏽🇩🇪\u00AD٣жΩ#*\U000E0067\U000E007F";
  for (int round = 0; round < 40'000; ++round) {
    const std::string text = random_text(random, kNasty, 16);
    const std::uint32_t max_units = round % 5 == 0 ? 2 + random() % 5 : 255;
    const Strings expected = by_icu(text, max_units);
    ASSERT_EQ(by_characters(text, max_units), expected) << text << " max " << max_units;
  }
}

TEST(StandardTokenizer, KeepsLucenesTokensOfOtherScripts) {
  const auto standard_types = [](std::string_view text) { return typed(standard(), text); };
  EXPECT_EQ(standard_types("我是中国人"), (Strings{"我 <IDEOGRAPHIC>", "是 <IDEOGRAPHIC>", "中 <IDEOGRAPHIC>",
                                                   "国 <IDEOGRAPHIC>", "人 <IDEOGRAPHIC>"}));
  EXPECT_EQ(standard_types("カタカナ ひら"),
            (Strings{"カタカナ <KATAKANA>", "ひ <HIRAGANA>", "ら <HIRAGANA>"}));
  EXPECT_EQ(standard_types("안녕하세요 한글"), (Strings{"안녕하세요 <HANGUL>", "한글 <HANGUL>"}));
  EXPECT_EQ(standard_types("การที่"), (Strings{"การที่ <SOUTHEAST_ASIAN>"}));
  EXPECT_EQ(standard_types("👩‍👩‍👧 🇩🇪 1️⃣ ®"),
            (Strings{"👩‍👩‍👧 <EMOJI>", "🇩🇪 <EMOJI>", "1️⃣ <EMOJI>", "® <EMOJI>"}));
  EXPECT_EQ(standard_types("e\u0301te\u0301 a:b 1,5"),
            (Strings{"e\u0301te\u0301 <ALPHANUM>", "a:b <ALPHANUM>", "1,5 <NUM>"}));
}

TEST(StandardTokenizer, CutsWordsThatAreTooLongAsLuceneDoes) {
  EXPECT_EQ(by_table(std::string(600, 'x')).size(), 3U);
  EXPECT_EQ(by_characters("é" + std::string(254, 'x') + "yz").back(), "yz[256-258]@1 <ALPHANUM>");
}

std::vector<std::filesystem::path> shared_corpora() {
  const char* shared = std::getenv("AISLE_SHARED_DIR");
  const std::filesystem::path data = std::filesystem::path(shared ? shared : "") / "data";
  std::vector<std::filesystem::path> found;
  for (const char* name : {"bestbuy-demo/products.ndjson.gz", "chorus-icecat/products.ndjson.gz",
                           "goodbooks-10k/books.csv.gz", "openfoodfacts-13k/open-food-facts.csv.gz"}) {
    if (shared && std::filesystem::exists(data / name)) found.push_back(data / name);
  }
  return found;
}

// The first lines of a compressed file.
Strings read_lines(const std::filesystem::path& path, std::size_t most) {
  Strings lines;
  gzFile file = gzopen(path.c_str(), "rb");
  std::string buffer(1 << 20, '\0');
  while (file && lines.size() < most && gzgets(file, buffer.data(), static_cast<int>(buffer.size()))) {
    lines.push_back(replace_invalid_utf8(buffer.c_str()));
  }
  gzclose(file);
  return lines;
}

TEST(StandardTokenizer, AgreesWithIcuOnRealCatalogs) {
  const auto corpora = shared_corpora();
  if (corpora.empty()) GTEST_SKIP() << "no catalogs: AISLE_SHARED_DIR names no folder with data/";
  for (const auto& path : corpora) {
    for (const std::string& line : read_lines(path, 2'000)) {
      const Strings expected = by_icu(line);
      ASSERT_EQ(by_characters(line), expected) << path << ": " << line;
      if (scan_facts(line).ascii) {
        ASSERT_EQ(by_table(line), expected) << path << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace aisle::analyzers
