#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

std::unique_ptr<Analyzer> with_synonyms(std::string type, Strings rules,
                                        std::map<std::string, Strings> more = {}) {
  more["synonyms"] = std::move(rules);
  return chain(part("standard"), {part("lowercase"), part(std::move(type), std::move(more))});
}

std::string rules_error(Strings rules, std::map<std::string, Strings> more = {},
                        std::string before = "lowercase") {
  more["synonyms"] = std::move(rules);
  AnalysisSettings settings;
  settings.token_filters["syn"] = {"synonym_graph", std::move(more)};
  settings.analyzers["a"] = {"custom", {{"tokenizer", {"standard"}}, {"filter", {std::move(before), "syn"}}}};
  return build_error(settings);
}

TEST(SynonymGraph, JoinsSingleTerms) {
  auto analyzer = with_synonyms("synonym_graph", {"bag, purse"});
  EXPECT_EQ(described(*analyzer, "red Bag"), (Strings{"red[0-3]@0", "purse[4-7]@1", "bag[4-7]@1"}));
  EXPECT_EQ(typed(*analyzer, "bag"), (Strings{"purse SYNONYM", "bag <ALPHANUM>"}));
}

TEST(SynonymGraph, GivesLongerWordingsPositionsOfTheirOwn) {
  auto analyzer = with_synonyms("synonym_graph", {"usa, united states of america"});
  EXPECT_EQ(described(*analyzer, "usa tour"), (Strings{"united[0-3]@0", "usa[0-3]@0~4", "states[0-3]@1",
                                                       "of[0-3]@2", "america[0-3]@3", "tour[4-8]@4"}));
  EXPECT_EQ(described(*analyzer, "united states of america tour"),
            (Strings{"usa[0-24]@0~4", "united[0-6]@0", "states[7-13]@1", "of[14-16]@2", "america[17-24]@3",
                     "tour[25-29]@4"}));
}

TEST(SynonymGraph, KeepsSeveralWordingsApart) {
  auto analyzer = with_synonyms("synonym_graph", {"wtf, what the fudge, what the heck"});
  // wtf; what-the-fudge by nodes 1 and 2; what-the-heck by nodes 3 and 4; all meet at 5.
  EXPECT_EQ(placed(*analyzer, "wtf man"),
            (Strings{"what@0", "what@0~3", "wtf@0~5", "the@1", "fudge@2~3", "the@3", "heck@4", "man@5"}));
}

TEST(SynonymGraph, ReplacesByExplicitRules) {
  auto analyzer = with_synonyms("synonym_graph", {"i-pod, i pod => ipod", "dns => domain name system"});
  EXPECT_EQ(placed(*analyzer, "an i pod here"), (Strings{"an@0", "ipod@1", "here@2"}));
  EXPECT_EQ(placed(*analyzer, "an I-Pod"), (Strings{"an@0", "ipod@1"}));
  EXPECT_EQ(placed(*analyzer, "dns down"), (Strings{"domain@0", "name@1", "system@2", "down@3"}));
}

TEST(SynonymGraph, PrefersTheLongestPhrase) {
  auto analyzer =
      with_synonyms("synonym_graph", {"new => fresh", "new york => nyc", "new york city => bigapple"});
  EXPECT_EQ(terms(*analyzer, "new york city new york new yorker"),
            (Strings{"bigapple", "nyc", "fresh", "yorker"}));
}

TEST(SynonymGraph, ShrinksToTheFirstWithoutExpansion) {
  auto analyzer = with_synonyms("synonym_graph", {"tv, television, tele vision"}, {{"expand", {"false"}}});
  EXPECT_EQ(placed(*analyzer, "television tv tele vision"), (Strings{"tv@0", "tv@1", "tv@2"}));
}

TEST(SynonymGraph, DoesNotMatchAcrossTheGapOfAStopWord) {
  auto analyzer =
      chain(part("standard"), {part("stop"), part("synonym_graph", {{"synonyms", {"bed room => bedroom"}}})});
  EXPECT_EQ(placed(*analyzer, "bed the room"), (Strings{"bed@0", "room@2"}));
}

TEST(SynonymGraph, AnalysesRulesWithTheFiltersBefore) {
  auto analyzer = chain(part("standard"), {part("lowercase"), part("asciifolding"),
                                           part("synonym_graph", {{"synonyms", {"Café, Coffee Shop"}}})});
  EXPECT_EQ(placed(*analyzer, "CAFÉ"), (Strings{"coffee@0", "cafe@0~2", "shop@1"}));
}

TEST(SynonymGraph, LooksUpStackedTokensOneByOne) {
  auto analyzer =
      chain(part("standard"),
            {part("asciifolding", {{"preserve_original", {"true"}}}),
             part("synonym_graph", {{"synonyms", {"tea, chai, hot leaf"}}, {"lenient", {"true"}}})});
  EXPECT_EQ(placed(*analyzer, "téa"), (Strings{"chai@0", "tea@0", "téa@0"}));
  EXPECT_EQ(placed(*analyzer, "tea"), (Strings{"chai@0~2", "hot@0", "tea@0~2", "leaf@1"}));
}

TEST(SynonymGraph, ReadsEscapesAndComments) {
  auto analyzer = with_synonyms("synonym_graph", {"# nothing", "", "a\\,b => comma", "x\\=>y => arrow"});
  EXPECT_EQ(terms(*analyzer, "a b x y"), (Strings{"comma", "arrow"}));
}

TEST(SynonymGraph, SaysWhichRuleIsWrong) {
  EXPECT_EQ(rules_error({"a => b => c"}),
            "failed to build synonyms: Invalid synonym rule at line 1: more than one explicit mapping "
            "specified on the "
            "same line");
  EXPECT_EQ(rules_error({"a, b", "c, !!!"}),
            "failed to build synonyms: Invalid synonym rule at line 2: term: !!! was completely eliminated "
            "by analyzer");
  EXPECT_EQ(
      rules_error({"the x => y"}, {}, "stop"),
      "failed to build synonyms: Invalid synonym rule at line 1: term: the x analyzed to a token (x) with "
      "position increment != 1 (got: 2)");
  EXPECT_EQ(rules_error({"a, !!!"}, {{"lenient", {"true"}}}), "");
  EXPECT_EQ(rules_error({"a, b"}, {}, "shingle"), "Token filter [shingle] cannot be used to parse synonyms");
}

TEST(SynonymGraph, NeedsRules) {
  AnalysisSettings settings;
  settings.token_filters["s"] = {"synonym", {}};
  EXPECT_EQ(build_error(settings),
            "synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured");
}

TEST(FlatSynonyms, LayLongerWordingsOverWhatFollows) {
  auto analyzer = with_synonyms("synonym", {"wtf, what the fudge", "foo, bar baz"});
  EXPECT_EQ(placed(*analyzer, "foo two three"), (Strings{"foo@0", "bar@0", "two@1", "baz@1", "three@2"}));
  EXPECT_EQ(placed(*analyzer, "bar baz man"), (Strings{"bar@0", "foo@0~2", "baz@1", "man@2"}));
}

TEST(FlatSynonyms, ReplaceWhatElasticsearchsTestReplaces) {
  auto analyzer = chain(part("ngram", {{"min_gram", {"3"}}, {"max_gram", {"3"}}}),
                        {part("synonym", {{"synonyms", {"kimchy => shay"}}})});
  EXPECT_EQ(terms(*analyzer, "kimchy"), (Strings{"sha", "hay"}));
}

}  // namespace
}  // namespace aisle::analyzers
