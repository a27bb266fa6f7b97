#include "analyzers/tokenizers/standard_tokenizer.hpp"

#include <random>

#include "analyzers/tokenizers/icu_word_break.hpp"
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
  EXPECT_EQ(terms(standard(), "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone."),
            (Strings{"the", "2", "quick", "brown", "foxes", "jumped", "over", "the", "lazy", "dog's", "bone"}));
}

TEST(StandardAnalyzer, GivesOffsetsPositionsAndTypes) {
  EXPECT_EQ(described(standard(), "iPhone 15, 3.5mm"), (Strings{"iphone[0-6]@0", "15[7-9]@1", "3.5mm[11-16]@2"}));
  EXPECT_EQ(typed(standard(), "iPhone 15, 3.5mm"), (Strings{"iphone <ALPHANUM>", "15 <NUM>", "3.5mm <ALPHANUM>"}));
}

TEST(StandardTokenizer, AgreesWithIcuOnRandomAscii) {
  constexpr std::uint32_t kSeed = 20261122;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  std::mt19937 random(kSeed);
  constexpr std::string_view kNasty = "aZb09__..''::,,;;\"\" -#*\r\n\t@/";
  for (int round = 0; round < 60'000; ++round) {
    std::string text(random() % 24, ' ');
    for (char& c : text) c = random() % 16 == 0 ? static_cast<char>(random() % 128) : kNasty[random() % kNasty.size()];
    const std::uint32_t max_units = round % 4 == 0 ? 1 + random() % 6 : 255;
    const Strings expected = by_icu(text, max_units);
    ASSERT_EQ(by_table(text, max_units), expected) << testing::PrintToString(text) << " max " << max_units;
    ASSERT_EQ(by_characters(text, max_units), expected) << testing::PrintToString(text) << " max " << max_units;
  }
}

}  // namespace
}  // namespace aisle::analyzers
