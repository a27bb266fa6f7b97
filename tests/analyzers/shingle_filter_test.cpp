#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

ComponentReference shingle(std::map<std::string, Strings> parameters = {}) {
  return part("shingle", std::move(parameters));
}

TEST(ShingleFilter, JoinsPairsBesideTheirTerms) {
  EXPECT_EQ(described(*chain(part("whitespace"), {shingle()}), "quick brown fox jumps"),
            (Strings{"quick[0-5]@0", "quick brown[0-11]@0~2", "brown[6-11]@1", "brown fox[6-15]@1~2",
                     "fox[12-15]@2", "fox jumps[12-21]@2~2", "jumps[16-21]@3"}));
}

TEST(ShingleFilter, JoinsTwoAndThreeWithoutTerms) {
  auto filter =
      shingle({{"min_shingle_size", {"2"}}, {"max_shingle_size", {"3"}}, {"output_unigrams", {"false"}}});
  EXPECT_EQ(
      placed(*chain(part("whitespace"), {filter}), "quick brown fox jumps"),
      (Strings{"quick brown@0", "quick brown fox@0", "brown fox@1", "brown fox jumps@1", "fox jumps@2"}));
}

TEST(ShingleFilter, FillsTheGapsOfStopWords) {
  auto filter = shingle({{"output_unigrams", {"false"}}});
  EXPECT_EQ(terms(*chain(part("whitespace"), {part("stop", {{"stopwords", {"a"}}}), filter}),
                  "fox jumps a lazy dog"),
            (Strings{"fox jumps", "jumps _", "_ lazy", "lazy dog"}));
  auto plus = shingle({{"output_unigrams", {"false"}}, {"filler_token", {"+"}}});
  EXPECT_EQ(terms(*chain(part("whitespace"), {part("stop", {{"stopwords", {"a"}}}), plus}), "fox a"),
            (Strings{"fox +"}));
}

TEST(ShingleFilter, GivesTermsIfThereAreNoShingles) {
  auto filter = shingle({{"output_unigrams", {"false"}}, {"output_unigrams_if_no_shingles", {"true"}}});
  EXPECT_EQ(terms(*chain(part("whitespace"), {filter}), "fox"), (Strings{"fox"}));
  EXPECT_EQ(terms(*chain(part("whitespace"), {filter}), "quick fox"), (Strings{"quick fox"}));
  EXPECT_TRUE(terms(*chain(part("whitespace"), {shingle({{"output_unigrams", {"false"}}})}), "fox").empty());
}

TEST(ShingleFilter, JoinsWithoutASeparatorAsSearchkickAsks) {
  auto filter = shingle({{"token_separator", {""}}, {"output_unigrams", {"false"}}});
  EXPECT_EQ(typed(*chain(part("standard"), {filter}), "note book"), (Strings{"notebook shingle"}));
}

TEST(ShingleFilter, HoldsItsSizesToTheLimit) {
  AnalysisSettings settings;
  settings.token_filters["s"] = {"shingle", {{"min_shingle_size", {"2"}}, {"max_shingle_size", {"5"}}}};
  EXPECT_EQ(build_error(settings),
            "In Shingle TokenFilter the difference between max_shingle_size and min_shingle_size (and +1 if "
            "outputting "
            "unigrams) must be less than or equal to: [3] but was [4]. This limit can be set by changing the "
            "[index.max_shingle_diff] index level setting.");
  settings.limits.max_shingle_diff = 4;
  EXPECT_EQ(build_error(settings), "");
}

}  // namespace
}  // namespace aisle::analyzers
