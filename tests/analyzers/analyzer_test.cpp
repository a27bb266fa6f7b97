#include "analyzers/analyzer.hpp"

#include "analyzers/registry/builtin_analyzers.hpp"
#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

TEST(Analyzer, CountsOffsetsInUtf16) {
  const auto registry = build_registry();
  EXPECT_EQ(described(*registry->find("standard"), "Crème 😀 brûlée"),
            (Strings{"crème[0-5]@0", "😀[6-8]@1", "brûlée[9-15]@2"}));
}

TEST(Analyzer, ReadsBrokenUtf8AsReplacementCharacters) {
  const auto registry = build_registry();
  EXPECT_EQ(described(*registry->find("whitespace"), "a\xFF b\xC3 \xE2\x82z"),
            (Strings{"a\uFFFD[0-2]@0", "b\uFFFD[3-5]@1", "\uFFFDz[6-8]@2"}));
  EXPECT_EQ(terms(*registry->find("standard"), "caf\xE9 noir"), (Strings{"caf", "noir"}));
}

TEST(Analyzer, ForgetsTheTextBefore) {
  const auto registry = build_registry();
  TokenStream stream;
  registry->find("standard")->analyze("One TWO three", stream);
  registry->find("standard")->analyze("Four", stream);
  ASSERT_EQ(stream.tokens().size(), 1U);
  EXPECT_EQ(stream.tokens()[0].term, "four");
  EXPECT_EQ(stream.end_position(), 1U);
  EXPECT_EQ(stream.end_offset(), 4U);
  registry->find("standard")->analyze("", stream);
  EXPECT_TRUE(stream.tokens().empty());
  EXPECT_EQ(stream.end_position(), 0U);
}

TEST(Analyzer, DoesNotCopyWhatIsLowerCaseAlready) {
  const auto registry = build_registry();
  const std::string text = "already lower";
  TokenStream stream;
  registry->find("standard")->analyze(text, stream);
  EXPECT_EQ(stream.tokens()[1].term.data(), text.data() + 8);
}

TEST(Analyzer, TracesEveryStage) {
  auto analyzer = chain(part("standard"), {part("stop", {{"stopwords", {"foo", "buzz"}}}), part("uppercase")},
                        {part("html_strip")});
  const AnalysisTrace trace = analyzer->trace("<b>foo</b> bar buzz");
  ASSERT_EQ(trace.char_filters.size(), 1U);
  EXPECT_EQ(trace.char_filters[0].text, "foo bar buzz");
  EXPECT_EQ(trace.tokenizer.tokens.size(), 3U);
  ASSERT_EQ(trace.token_filters.size(), 2U);
  EXPECT_EQ(trace.token_filters[0].tokens[0].term, "bar");
  EXPECT_EQ(trace.token_filters[1].name, "uppercase");
  EXPECT_EQ(trace.token_filters[1].tokens[0].term, "BAR");
  EXPECT_EQ(trace.token_filters[1].tokens[0].start_offset, 11U);
}

/// The tokens of analyze_words, each finished by itself.
Strings placed_in_two_steps(const Analyzer& analyzer, std::string_view text, std::uint32_t& end_position) {
  TokenStream words, stream;
  analyzer.analyze_words(text, words);
  end_position = words.end_position();
  Strings found;
  for (const Token& word : words.tokens()) {
    analyzer.finish_word(word, stream);
    for (const Token& token : stream.tokens()) found.push_back(fmt::format("{}@{}", token.term, token.position));
  }
  return found;
}

TEST(Analyzer, GivesTheSameTokensInTwoSteps) {
  const auto registry = build_registry();
  std::vector<std::unique_ptr<Analyzer>> analyzers;
  for (const std::string_view name : builtin_analyzer_names()) {
    analyzers.push_back(std::make_unique<Analyzer>(std::string(name), registry->find(name)->chain()));
  }
  for (const char* filter : {"lowercase", "uppercase", "asciifolding", "porter_stem", "kstem", "trim", "reverse", "apostrophe", "elision",
                             "decimal_digit", "keyword_repeat", "unique", "shingle", "edge_ngram", "ngram", "stop", "limit", "truncate"}) {
    const auto made = registry->make_custom({{}, part("standard"), {part("lowercase"), part(filter)}});
    if (made.ok()) analyzers.push_back(chain(part("standard"), {part("lowercase"), part(filter)}));
    if (made.ok()) analyzers.push_back(chain(part("whitespace"), {part(filter), part("porter_stem")}, {part("html_strip")}));
  }
  const std::string texts[] = {"", "The QUICK brown foxes' dens, l'avion!", "<b>Caf\u00e9s</b> and br\u00fbl\u00e9es, 3.5 x 4,000 \u0663",
                               "running runs ran the the", "a an I", "don't  stop: me_now __ 12.5mm"};
  std::size_t with_filters = 0;
  for (const auto& analyzer : analyzers) {
    with_filters += analyzer->has_word_filters() ? 1 : 0;
    for (const std::string& text : texts) {
      TokenStream stream;
      analyzer->analyze(text, stream);
      Strings expected;
      for (const Token& token : stream.tokens()) expected.push_back(fmt::format("{}@{}", token.term, token.position));
      std::uint32_t end_position = 0;
      EXPECT_EQ(placed_in_two_steps(*analyzer, text, end_position), expected) << analyzer->name() << ": " << text;
      if (analyzer->has_word_filters()) EXPECT_EQ(end_position, stream.end_position()) << analyzer->name();
    }
  }
  EXPECT_GT(with_filters, 20U);
}

TEST(TokenStream, KeepsTermsWhileItGrows) {
  TokenStream stream;
  std::vector<std::string_view> views;
  for (int i = 0; i < 20'000; ++i) views.push_back(stream.intern(fmt::format("term-{}", i)));
  for (int i = 0; i < 20'000; i += 997)
    EXPECT_EQ(views[static_cast<std::size_t>(i)], fmt::format("term-{}", i));
}

}  // namespace
}  // namespace aisle::analyzers
