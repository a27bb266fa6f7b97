#include "analyzers/unicode/utf8.hpp"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <random>

namespace aisle::analyzers {
namespace {

std::string by_icu(const std::string& text) {
  std::string sound;
  icu::UnicodeString::fromUTF8(text).toUTF8String(sound);
  return sound;
}

TEST(Utf8, ReplacesBrokenSequencesAsIcuDoes) {
  std::mt19937 random(7);
  constexpr std::string_view kNasty =
      "a\x80\xBF\xC0\xC2\xC3\xA9\xE0\x9F\xA0\xED\xE2\x82\xAC\xF0\x90\x8F\xF4\x9F\xF5\xFF";
  for (int round = 0; round < 50'000; ++round) {
    std::string text(random() % 12, ' ');
    for (char& c : text) c = kNasty[random() % kNasty.size()];
    const std::string sound = replace_invalid_utf8(text);
    ASSERT_EQ(sound, by_icu(text));
    ASSERT_TRUE(is_valid_utf8(sound));
    ASSERT_EQ(is_valid_utf8(text), sound == text);
  }
}

TEST(Utf8, DecodesWhatItEncodes) {
  for (char32_t point :
       {U'a', U'\x7F', U'\x80', U'\u07FF', U'\u0800', U'\uFFFD', U'\U00010000', U'\U0010FFFF'}) {
    std::string text;
    append_code_point(point, text);
    std::size_t at = 0;
    EXPECT_EQ(next_code_point(text, at), point);
    EXPECT_EQ(at, encoded_length(point));
    EXPECT_EQ(valid_sequence(text, 0), text.size());
  }
}

TEST(Utf8, CountsUtf16UnitsAnywhere) {
  std::string text;
  std::vector<std::uint32_t> expected;
  std::uint32_t units = 0;
  for (int i = 0; i < 300; ++i) {
    const char32_t point = i % 7 == 0 ? U'😀' : i % 3 == 0 ? U'é' : i % 5 == 0 ? U'€' : U'a';
    for (std::size_t byte = 0; byte < encoded_length(point); ++byte) expected.push_back(units);
    append_code_point(point, text);
    units += point > 0xFFFF ? 2 : 1;
  }
  expected.push_back(units);
  Utf16Offsets offsets;
  offsets.reset(text);
  for (std::uint32_t at = 0; at <= text.size(); ++at) ASSERT_EQ(offsets.to_utf16(at), expected[at]) << at;
  EXPECT_EQ(utf16_length(text), units);
}

TEST(Utf8, SeesCapitalsAndNonAscii) {
  EXPECT_TRUE(scan_facts("").ascii);
  EXPECT_FALSE(scan_facts(std::string(1000, 'a')).has_upper);
  EXPECT_TRUE(scan_facts(std::string(999, 'a') + "Z").has_upper);
  EXPECT_FALSE(scan_facts(std::string(999, 'a') + "\xC3\xA9").ascii);
}

}  // namespace
}  // namespace aisle::analyzers
