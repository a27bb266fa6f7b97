#include "analyzers/char_filters/html_entities.hpp"
#include "analyzers/char_filters/html_strip_char_filter.hpp"
#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

std::string stripped(std::string_view html, const Strings& escaped = {}) {
  std::string out;
  OffsetMap map;
  HtmlStripCharFilter(WordSet(escaped, true)).filter(html, out, map);
  return out;
}

std::unique_ptr<Analyzer> filtered(ComponentReference filter, std::string tokenizer = "keyword") {
  return chain(part(std::move(tokenizer)), {}, {std::move(filter)});
}

TEST(HtmlStrip, StripsElasticsearchsExample) {
  EXPECT_EQ(stripped("<p>I&apos;m so <b>happy</b>!</p>"), "\nI'm so happy!\n");
  EXPECT_EQ(stripped("<p>I&apos;m so <b>happy</b>!</p>", {"b"}), "\nI'm so <b>happy</b>!\n");
  EXPECT_EQ(stripped("<html>test<yyy>foo</yyy></html>", {"xxx", "yyy"}), "\ntest<yyy>foo</yyy>\n");
}

TEST(HtmlStrip, MapsOffsetsToTheOriginal) {
  auto lower = chain(part("keyword"), {part("lowercase")}, {part("html_strip")});
  EXPECT_EQ(described(*lower, "<b>Moneyball</b>"), (Strings{"moneyball[3-16]@0"}));
  EXPECT_EQ(described(*filtered(part("html_strip"), "standard"), "<p>Caf&eacute; <b>😀 ol</b>&eacute;</p> x"),
            (Strings{"Café[3-14]@0", "😀[18-20]@1", "olé[21-35]@2", "x[40-41]@3"}));
}

TEST(HtmlStrip, DropsCommentsScriptsAndStyles) {
  EXPECT_EQ(stripped("a<!-- <b> -->b"), "ab");
  EXPECT_EQ(stripped("a<script>if (1 < 2) x('</p>')</script>b<STYLE>p{}</Style>c"), "a\nb\nc");
  EXPECT_EQ(stripped("a<script src='x'/>b"), "a\nb");
  EXPECT_EQ(stripped("a<?php echo 1 ?>b<!DOCTYPE html>c"), "ab\nc");
  EXPECT_EQ(stripped("a<![CDATA[<b>&amp;]]>c"), "a<b>&amp;c");
}

TEST(HtmlStrip, KeepsWhatOnlyLooksLikeMarkup) {
  for (std::string_view text : {"a < b", "AT&T", "1<2", "<", "&", "<!-- open", "<a href=\"x", "&bogus;",
                                "&#xZZ;", "</>", "a <b", "<![CDATA[ x"}) {
    EXPECT_EQ(stripped(text), text);
  }
}

TEST(HtmlStrip, LetsQuotesHideTheEndOfATag) {
  EXPECT_EQ(stripped("x<a title='a>b' href=\"c>d\">y</a>"), "xy");
}

TEST(HtmlStrip, DecodesCharacterReferences) {
  EXPECT_EQ(stripped("&lt;&#65;&#x42;&euro;&nbsp;&yuml;&Omega;&sigmaf;&hearts;"), "<AB€ ÿΩς♥");
  EXPECT_EQ(parse_html_entity("&#0;")->point, 0xFFFDU);
  EXPECT_EQ(parse_html_entity("&#xD800;")->point, 0xFFFDU);
  EXPECT_FALSE(parse_html_entity("&amp"));
}

TEST(HtmlStrip, StaysLinearOnHostileText) {
  std::string hostile;
  for (int i = 0; i < 50'000; ++i) hostile += "<a \"<!--<![CDATA[";
  EXPECT_FALSE(stripped(hostile).empty());
}

TEST(MappingCharFilter, ReplacesElasticsearchsExample) {
  auto filter = part("mapping", {{"mappings", {"٠ => 0", "١ => 1", "٢ => 2", "٥ => 5"}}});
  EXPECT_EQ(terms(*filtered(filter), "My license plate is ٢٥٠١٥"), (Strings{"My license plate is 25015"}));
}

TEST(MappingCharFilter, MapsOffsetsBack) {
  auto shorter = part("mapping", {{"mappings", {"ph => f", "qu => q"}}});
  EXPECT_EQ(described(*filtered(shorter), "jeff quit phish"), (Strings{"jeff qit fish[0-15]@0"}));
  EXPECT_EQ(described(*filtered(shorter, "whitespace"), "jeff quit phish"),
            (Strings{"jeff[0-4]@0", "qit[5-9]@1", "fish[10-15]@2"}));
  auto longer = part("mapping", {{"mappings", {"& => \\u0020and\\u0020"}}});
  EXPECT_EQ(described(*filtered(longer, "whitespace"), "a&b"),
            (Strings{"a[0-1]@0", "and[1-1]@1", "b[2-3]@2"}));
}

TEST(MappingCharFilter, TrimsAndPrefersTheLongest) {
  auto filter = part("mapping", {{"mappings", {"&=> and ", ":) => happy", ":)) => glad"}}});
  EXPECT_EQ(terms(*filtered(filter), "a&b :)) :)"), (Strings{"aandb glad happy"}));
}

TEST(MappingCharFilter, RefusesBadRules) {
  AnalysisSettings settings;
  settings.char_filters["m"] = {"mapping", {{"mappings", {"nothing"}}}};
  EXPECT_EQ(build_error(settings), "Invalid Mapping Rule : [nothing]");
  settings.char_filters["m"] = {"mapping", {{"mappings", {"a => b", "a => c"}}}};
  EXPECT_EQ(build_error(settings), "match \"a\" was already added");
  settings.char_filters["m"] = {"mapping", {}};
  EXPECT_EQ(build_error(settings), "mapping requires either `mappings` or `mappings_path` to be configured");
}

TEST(PatternReplaceCharFilter, ReplacesElasticsearchsExamples) {
  auto digits = part("pattern_replace", {{"pattern", {"(\\d+)-(?=\\d)"}}, {"replacement", {"$1_"}}});
  EXPECT_EQ(terms(*filtered(digits, "standard"), "My credit card is 123-456-789"),
            (Strings{"My", "credit", "card", "is", "123_456_789"}));
  auto sample =
      part("pattern_replace", {{"pattern", {"sample(.*)"}}, {"replacement", {"replacedSample $1"}}});
  EXPECT_EQ(terms(*filtered(sample), "sample6 sample1"), (Strings{"replacedSample 6 sample1"}));
}

TEST(CharFilters, FollowEachOther) {
  auto analyzer =
      chain(part("whitespace"), {}, {part("html_strip"), part("mapping", {{"mappings", {"ß => ss"}}})});
  EXPECT_EQ(described(*analyzer, "<b>Stra&szlig;e</b> é"), (Strings{"Strasse[3-19]@0", "é[20-21]@1"}));
}

TEST(CharFilters, RefuseUnknownTypesAndBadPatterns) {
  AnalysisSettings settings;
  settings.char_filters["c"] = {"nope", {}};
  EXPECT_EQ(build_error(settings), "Unknown char_filter type [nope] for [c]");
  settings.char_filters["c"] = {"pattern_replace", {{"pattern", {"("}}}};
  EXPECT_THAT(build_error(settings), testing::HasSubstr("invalid regular expression [(]"));
}

}  // namespace
}  // namespace aisle::analyzers
