#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

constexpr std::string_view kFoxes = "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone.";

TEST(BuiltInAnalyzers, AnalyseElasticsearchsExample) {
  const auto registry = build_registry();
  EXPECT_EQ(terms(*registry->find("simple"), kFoxes),
            (Strings{"the", "quick", "brown", "foxes", "jumped", "over", "the", "lazy", "dog", "s", "bone"}));
  EXPECT_EQ(terms(*registry->find("whitespace"), "The 2 QUICK."), (Strings{"The", "2", "QUICK."}));
  EXPECT_EQ(terms(*registry->find("keyword"), kFoxes), (Strings{std::string(kFoxes)}));
  EXPECT_EQ(terms(*registry->find("stop"), kFoxes),
            (Strings{"quick", "brown", "foxes", "jumped", "over", "lazy", "dog", "s", "bone"}));
  EXPECT_EQ(
      terms(*registry->find("pattern"), kFoxes),
      (Strings{"the", "2", "quick", "brown", "foxes", "jumped", "over", "the", "lazy", "dog", "s", "bone"}));
  EXPECT_EQ(terms(*registry->find("fingerprint"), "Yes yes, Gödel said this sentence is consistent and."),
            (Strings{"and consistent godel is said sentence this yes"}));
}

TEST(BuiltInAnalyzers, KeepPositionsOfStopWords) {
  EXPECT_EQ(described(*build_registry()->find("stop"), "a movie directed by"),
            (Strings{"movie[2-7]@1", "directed[8-16]@2"}));
}

TEST(AnalyzerRegistry, FindsNothingThatIsNotThere) {
  const auto registry = build_registry();
  EXPECT_EQ(registry->find("default"), nullptr);
  EXPECT_EQ(registry->find("nope"), nullptr);
  EXPECT_EQ(registry->find_normalizer("nope"), nullptr);
  EXPECT_EQ(registry->default_analyzer().name(), "standard");
}

TEST(AnalyzerRegistry, ConfiguresBuiltInTypes) {
  AnalysisSettings settings;
  settings.analyzers["english_stop"] = {"standard",
                                        {{"stopwords", {"_english_"}}, {"max_token_length", {"5"}}}};
  settings.analyzers["default"] = {"stop", {{"stopwords", {"the", "over"}}}};
  settings.analyzers["german"] = {"snowball", {{"language", {"German"}}}};
  const auto registry = build_registry(settings);
  EXPECT_EQ(terms(*registry->find("english_stop"), "The QUICK jumped"), (Strings{"quick", "jumpe", "d"}));
  EXPECT_EQ(terms(registry->default_analyzer(), "jumped over the dog"), (Strings{"jumped", "dog"}));
  EXPECT_EQ(terms(*registry->find("german"), "die Tische"), (Strings{"tisch"}));
}

TEST(AnalyzerRegistry, TakesATokenizerForACustomAnalyzer) {
  AnalysisSettings settings;
  settings.tokenizers["t"] = {"whitespace", {}};
  settings.char_filters["c"] = {"mapping", {{"mappings", {"_ => -"}}}};
  settings.token_filters["f"] = {"length", {{"min", {"2"}}}};
  settings.analyzers["a"] = {"",
                             {{"tokenizer", {"t"}},
                              {"filter", {"lowercase", "f"}},
                              {"char_filter", {"c"}},
                              {"position_increment_gap", {"7"}}}};
  const auto registry = build_registry(settings);
  EXPECT_EQ(terms(*registry->find("a"), "A_B c DE"), (Strings{"a-b", "de"}));
  EXPECT_EQ(registry->find("a")->position_increment_gap(), 7U);
  EXPECT_TRUE(registry->find("a")->is_custom());
  EXPECT_EQ(registry->find("standard")->position_increment_gap(), 100U);
}

// The settings that Magento sends.
TEST(AnalyzerRegistry, BuildsMagentosAnalyzers) {
  AnalysisSettings settings;
  settings.tokenizers["default_tokenizer"] = {"standard", {}};
  settings.token_filters["default_stemmer"] = {"stemmer", {{"language", {"english"}}}};
  settings.token_filters["unique_stem"] = {"unique", {{"only_on_same_position", {"true"}}}};
  settings.token_filters["synonyms"] = {"synonym_graph", {{"synonyms", {"bag,purse"}}}};
  settings.char_filters["default_char_filter"] = {"html_strip", {}};
  settings.analyzers["default"] = {
      "custom",
      {{"tokenizer", {"default_tokenizer"}},
       {"filter", {"lowercase", "keyword_repeat", "asciifolding", "default_stemmer", "unique_stem"}},
       {"char_filter", {"default_char_filter"}}}};
  settings.analyzers["prefix_search"] = {"custom",
                                         {{"tokenizer", {"default_tokenizer"}},
                                          {"filter", {"lowercase", "asciifolding", "synonyms"}},
                                          {"char_filter", {"default_char_filter"}}}};
  const auto registry = build_registry(settings);
  EXPECT_EQ(terms(registry->default_analyzer(), "<p>Running Bags</p>"),
            (Strings{"running", "run", "bags", "bag"}));
  EXPECT_EQ(terms(*registry->find("prefix_search"), "Bag"), (Strings{"purse", "bag"}));
}

TEST(AnalyzerRegistry, SaysWhatIsWrong) {
  auto error = [](ComponentSettings analyzer) {
    AnalysisSettings settings;
    settings.analyzers["a"] = std::move(analyzer);
    return build_error(settings);
  };
  EXPECT_EQ(error({"", {}}), "analyzer [a] must specify either an analyzer type, or a tokenizer");
  EXPECT_EQ(error({"custom", {}}), "analyzer [a] must be configured with a tokenizer");
  EXPECT_EQ(error({"klingon", {}}), "Unknown analyzer type [klingon] for [a]");
  EXPECT_EQ(error({"", {{"tokenizer", {"t"}}}}),
            "Custom Analyzer [a] failed to find tokenizer under name [t]");
  EXPECT_EQ(error({"", {{"tokenizer", {"standard"}}, {"filter", {"f"}}}}),
            "Custom Analyzer [a] failed to find filter under name [f]");
  EXPECT_EQ(error({"", {{"tokenizer", {"standard"}}, {"char_filter", {"c"}}}}),
            "Custom Analyzer [a] failed to find char_filter under name [c]");
  EXPECT_EQ(error({"standard", {{"max_token_length", {"x"}}}}),
            "Failed to parse value [x] for setting [max_token_length]");
}

TEST(AnalyzerRegistry, ChecksComponentsThatNoAnalyzerUses) {
  AnalysisSettings settings;
  settings.token_filters["f"] = {"nope", {}};
  EXPECT_EQ(build_error(settings), "Unknown filter type [nope] for [f]");
  settings.token_filters.clear();
  settings.tokenizers["t"] = {"ngram", {{"min_gram", {"1"}}, {"max_gram", {"3"}}}};
  EXPECT_EQ(build_error(settings),
            "The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to: "
            "[1] but was "
            "[2]. This limit can be set by changing the [index.max_ngram_diff] index level setting.");
  settings.limits.max_ngram_diff = 2;
  EXPECT_EQ(build_error(settings), "");
  settings.tokenizers["t"] = {"edge_ngram", {{"min_gram", {"1"}}, {"max_gram", {"50"}}}};
  EXPECT_EQ(build_error(settings), "");
}

TEST(AnalyzerRegistry, NamesTheComponentInItsErrors) {
  AnalysisSettings settings;
  settings.token_filters["mine"] = {"unique", {{"only_on_same_position", {"maybe"}}}};
  const auto registry = AnalyzerRegistry::build(settings);
  ASSERT_FALSE(registry.ok());
  EXPECT_EQ(registry.error().message, "Failed to parse value [maybe] as only [true] or [false] are allowed.");
  EXPECT_EQ(registry.error().subject, "mine");
  EXPECT_EQ(registry.error().code, ErrorCode::invalid_argument);
}

TEST(Normalizers, NormaliseWholeValues) {
  AnalysisSettings settings;
  settings.normalizers["folding"] = {"custom", {{"filter", {"lowercase", "asciifolding"}}}};
  settings.normalizers["untouched"] = {"custom", {}};
  const auto registry = build_registry(settings);
  EXPECT_EQ(registry->find_normalizer("lowercase")->normalize("New YORK"), "new york");
  EXPECT_EQ(registry->find_normalizer("folding")->normalize("Crème Brûlée"), "creme brulee");
  EXPECT_EQ(registry->find_normalizer("untouched")->normalize("ÀB"), "ÀB");
  EXPECT_EQ(registry->find_normalizer("lowercase")->normalize(""), "");
}

TEST(Normalizers, RefuseFiltersThatDoNotWorkByCharacter) {
  AnalysisSettings settings;
  settings.normalizers["n"] = {"custom", {{"filter", {"lowercase", "stop"}}}};
  EXPECT_EQ(build_error(settings), "Custom normalizer [n] may not use filter [stop]");
  settings.normalizers["n"] = {"custom", {{"char_filter", {"html_strip"}}}};
  EXPECT_EQ(build_error(settings), "Custom normalizer [n] may not use char filter [html_strip]");
}

TEST(AdHocChains, MixNamesAndDefinitions) {
  AnalysisSettings settings;
  settings.token_filters["mine"] = {"stop", {{"stopwords", {"bar"}}}};
  const auto registry = build_registry(settings);
  auto made = registry->make_custom(
      {{}, part("standard"), {part("mine"), part("stop", {{"stopwords", {"foo", "buzz"}}})}});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(placed(**made, "foo bar baz buzz"), (Strings{"baz@2"}));
  auto none = registry->make_custom({{}, {}, {part("lowercase")}});
  EXPECT_EQ(terms(**none, "ABc D"), (Strings{"abc d"}));
  auto unknown = registry->make_custom({{}, part("nope"), {}});
  EXPECT_EQ(unknown.error().message,
            "Custom Analyzer [_anonymous_] failed to find tokenizer under name [nope]");
}

TEST(AdHocChains, MakeNormalizers) {
  const auto registry = build_registry();
  auto made = registry->make_custom_normalizer({{}, {}, {part("lowercase")}});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ((*made)->normalize("ABc"), "abc");
  auto refused = registry->make_custom_normalizer({{}, {}, {part("shingle")}});
  EXPECT_EQ(refused.error().message, "Custom normalizer may not use filter [shingle]");
}

}  // namespace
}  // namespace aisle::analyzers
