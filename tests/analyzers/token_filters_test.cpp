// Elasticsearch's documented examples of the token filters, and what they leave open.

#include "analyzers/unicode/ascii_fold.hpp"
#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

const ComponentReference kStandard = part("standard");
const ComponentReference kWhitespace = part("whitespace");

TEST(LowercaseFilter, LowersEveryScript) {
  EXPECT_EQ(terms(*chain(kStandard, {part("lowercase")}), "THE Quick FoX JUMPs ÉTÉ ΣΊΣΥΦΟΣ ЁЖ İ"),
            (Strings{"the", "quick", "fox", "jumps", "été", "σίσυφοσ", "ёж", "i"}));
}

TEST(LowercaseFilter, KnowsGreekTurkishAndIrish) {
  auto lower = [](std::string language) { return part("lowercase", {{"language", {std::move(language)}}}); };
  EXPECT_EQ(terms(*chain(kStandard, {lower("greek")}), "Άνθρωπος"), (Strings{"ανθρωποσ"}));
  EXPECT_EQ(terms(*chain(kStandard, {lower("turkish")}), "ISPARTA İzmir"), (Strings{"ısparta", "izmir"}));
  EXPECT_EQ(terms(*chain(kStandard, {lower("irish")}), "nAthair tUisce Nasc"),
            (Strings{"n-athair", "t-uisce", "nasc"}));
}

TEST(UppercaseFilter, RaisesCharacterByCharacter) {
  EXPECT_EQ(terms(*chain(kStandard, {part("uppercase")}), "the Quick ß é"),
            (Strings{"THE", "QUICK", "ß", "É"}));
}

TEST(AsciiFolding, FoldsElasticsearchsExample) {
  EXPECT_EQ(terms(*chain(kStandard, {part("asciifolding")}), "açaí à la carte"),
            (Strings{"acai", "a", "la", "carte"}));
}

TEST(AsciiFolding, KeepsTheOriginalOnDemand) {
  auto analyzer = chain(kStandard, {part("asciifolding", {{"preserve_original", {"true"}}})});
  EXPECT_EQ(placed(*analyzer, "açaí bowl"), (Strings{"acai@0", "açaí@0", "bowl@1"}));
}

TEST(AsciiFolding, FoldsWhatLuceneFolds) {
  const std::map<std::string, std::string> kPairs = {
      {"ß", "ss"}, {"Æ", "AE"}, {"æ", "ae"}, {"ø", "o"},   {"Ł", "L"},  {"đ", "d"},  {"Þ", "TH"},
      {"þ", "th"}, {"œ", "oe"}, {"ﬁ", "fi"}, {"ﬃ", "ffi"}, {"①", "1"},  {"⑳", "20"}, {"⒜", "(a)"},
      {"⒈", "1."}, {"²", "2"},  {"₃", "3"},  {"ｆ", "f"},  {"７", "7"}, {"“", "\""}, {"’", "'"},
      {"–", "-"},  {"«", "\""}, {"‼", "!!"}, {"Ấ", "A"},   {"ǆ", "dz"}, {"ĳ", "ij"}, {"ı", "i"},
      {"ſ", "s"},  {"ŋ", "n"},  {"ə", "a"},  {"ɐ", "a"},   {"Ə", "A"},  {"ᴀ", "A"},  {"ʙ", "B"},
      {"Ɓ", "B"},  {"ƕ", "hv"}, {"ȣ", "ou"}, {"❶", "1"},   {"⓴", "20"}, {"ẞ", "SS"}, {"ꜳ", "aa"},
      {"Ꜳ", "AA"}, {"Ｚ", "Z"}, {"⸨", "(("}, {"ⓐ", "a"},   {"Ⓐ", "A"}};
  TokenStream arena;
  for (const auto& [from, to] : kPairs) EXPECT_EQ(fold_term(from, arena), to) << from;
}

TEST(AsciiFolding, LeavesOtherScriptsAndSymbolsAlone) {
  TokenStream arena;
  for (std::string_view kept : {"ж", "α", "漢", "½", "€", "™", "©", "µ", "º", "ª", "…", "😀", "é́é"}) {
    if (kept != "é́é") {
      EXPECT_EQ(fold_term(kept, arena), kept);
    }
  }
}

TEST(StopFilter, LeavesGaps) {
  EXPECT_EQ(placed(*chain(kStandard, {part("stop")}), "a quick fox jumps over the lazy dog"),
            (Strings{"quick@1", "fox@2", "jumps@3", "over@4", "lazy@6", "dog@7"}));
}

TEST(StopFilter, CountsPositionsItDroppedAtTheEnd) {
  TokenStream stream;
  chain(kStandard, {part("stop")})->analyze("made for the", stream);
  EXPECT_EQ(stream.tokens().size(), 1U);
  EXPECT_EQ(stream.end_position(), 3U);
}

TEST(StopFilter, TakesListsNamesAndCases) {
  auto filter = part("stop", {{"stopwords", {"_german_", "FOO"}}, {"ignore_case", {"true"}}});
  EXPECT_EQ(terms(*chain(kStandard, {filter}), "Der foo und Schuh"), (Strings{"Schuh"}));
  EXPECT_EQ(
      terms(*chain(kStandard, {part("stop", {{"stopwords", {"and, is,the"}}})}), "cup and saucer is The"),
      (Strings{"cup", "saucer", "The"}));
  EXPECT_EQ(terms(*chain(kStandard, {part("stop", {{"stopwords", {"_none_"}}})}), "to be"),
            (Strings{"to", "be"}));
}

TEST(StopFilter, KeepsATrailingStopWordForSuggesters) {
  auto analyzer = chain(kStandard, {part("stop", {{"remove_trailing", {"false"}}})});
  EXPECT_EQ(placed(*analyzer, "the quick a"), (Strings{"quick@1", "a@2"}));
}

TEST(NgramFilter, CutsElasticsearchsExample) {
  EXPECT_EQ(terms(*chain(kStandard, {part("ngram")}), "Quick fox"),
            (Strings{"Q", "Qu", "u", "ui", "i", "ic", "c", "ck", "k", "f", "fo", "o", "ox", "x"}));
}

TEST(NgramFilter, KeepsPositionsOffsetsAndOriginals) {
  auto parameters = std::map<std::string, Strings>{{"min_gram", {"3"}}, {"max_gram", {"3"}}};
  EXPECT_EQ(described(*chain(kStandard, {part("ngram", parameters)}), "a shoe"),
            (Strings{"sho[2-6]@1", "hoe[2-6]@1"}));
  parameters["preserve_original"] = {"true"};
  EXPECT_EQ(terms(*chain(kStandard, {part("ngram", parameters)}), "a shoe fox"),
            (Strings{"a", "sho", "hoe", "shoe", "fox"}));
}

TEST(EdgeNgramFilter, CutsElasticsearchsExample) {
  EXPECT_EQ(terms(*chain(kStandard, {part("edge_ngram", {{"min_gram", {"1"}}, {"max_gram", {"2"}}})}),
                  "the quick brown fox jumps"),
            (Strings{"t", "th", "q", "qu", "b", "br", "f", "fo", "j", "ju"}));
}

TEST(EdgeNgramFilter, CutsFromTheBackAndKeepsOriginals) {
  auto back = part("edge_ngram", {{"min_gram", {"1"}}, {"max_gram", {"2"}}, {"side", {"back"}}});
  EXPECT_EQ(terms(*chain(kStandard, {back}), "fôxé"), (Strings{"é", "xé"}));
  auto original =
      part("edge_ngram", {{"min_gram", {"2"}}, {"max_gram", {"3"}}, {"preserve_original", {"true"}}});
  EXPECT_EQ(placed(*chain(kStandard, {original}), "a ab abcd"),
            (Strings{"a@0", "ab@1", "ab@2", "abc@2", "abcd@2"}));
}

TEST(UniqueFilter, DropsRepetitions) {
  EXPECT_EQ(terms(*chain(kWhitespace, {part("unique")}), "the quick fox jumps the lazy fox"),
            (Strings{"the", "quick", "fox", "jumps", "lazy"}));
}

TEST(UniqueFilter, LooksAtOnePositionOnDemand) {
  auto magento = chain(kStandard, {part("lowercase"), part("keyword_repeat"), part("asciifolding"),
                                   part("stemmer", {{"language", {"english"}}}),
                                   part("unique", {{"only_on_same_position", {"true"}}})});
  EXPECT_EQ(placed(*magento, "Running bags bag"),
            (Strings{"running@0", "run@0", "bags@1", "bag@1", "bag@2"}));
}

TEST(RemoveDuplicates, DropsEqualTermsAtOnePosition) {
  auto analyzer = chain(kWhitespace, {part("keyword_repeat"), part("stemmer"), part("remove_duplicates")});
  EXPECT_EQ(placed(*analyzer, "jumping dog dog"), (Strings{"jumping@0", "jump@0", "dog@1", "dog@2"}));
}

TEST(TrimFilter, TakesSpaceOffAndKeepsOffsets) {
  EXPECT_EQ(described(*chain(part("keyword"), {part("trim")}), " fox\u2003"), (Strings{"fox[0-5]@0"}));
  EXPECT_EQ(terms(*chain(part("keyword"), {part("trim")}), "  "), (Strings{""}));
}

TEST(LengthFilter, KeepsTermsWithinBounds) {
  EXPECT_EQ(placed(*chain(kWhitespace, {part("length", {{"min", {"0"}}, {"max", {"4"}}})}),
                   "the quick brown fox jumps over the lazy dog"),
            (Strings{"the@0", "fox@3", "over@5", "the@6", "lazy@7", "dog@8"}));
}

TEST(TruncateFilter, CutsTermsShort) {
  EXPECT_EQ(terms(*chain(kWhitespace, {part("truncate")}), "the quinquennial extravaganza carried on"),
            (Strings{"the", "quinquenni", "extravagan", "carried", "on"}));
  EXPECT_EQ(terms(*chain(kWhitespace, {part("truncate", {{"length", {"2"}}})}), "a😀b éàç"),
            (Strings{"a", "éà"}));
}

TEST(ReverseFilter, TurnsTermsAround) {
  EXPECT_EQ(terms(*chain(kStandard, {part("reverse")}), "quick fox jumps été"),
            (Strings{"kciuq", "xof", "spmuj", "été"}));
}

TEST(ElisionFilter, DropsArticles) {
  EXPECT_EQ(terms(*chain(kStandard, {part("elision")}), "j’examine près du wharf l'avion"),
            (Strings{"examine", "près", "du", "wharf", "avion"}));
  auto own = part("elision", {{"articles", {"L"}}, {"articles_case", {"true"}}});
  EXPECT_EQ(terms(*chain(kStandard, {own}), "l'avion d'or"), (Strings{"avion", "d'or"}));
}

TEST(LimitFilter, KeepsTheFirstTokens) {
  EXPECT_EQ(terms(*chain(kStandard, {part("limit", {{"max_token_count", {"2"}}})}), "quick fox jumps"),
            (Strings{"quick", "fox"}));
}

TEST(FingerprintFilter, SortsAndJoins) {
  EXPECT_EQ(terms(*chain(kWhitespace, {part("fingerprint")}), "zebra jumps over resting resting dog"),
            (Strings{"dog jumps over resting zebra"}));
  EXPECT_TRUE(
      terms(*chain(kWhitespace, {part("fingerprint", {{"max_output_size", {"3"}}})}), "ab cd").empty());
}

TEST(DecimalDigitFilter, ReadsDigitsOfAllScripts) {
  EXPECT_EQ(terms(*chain(kWhitespace, {part("decimal_digit")}), "१-one ٣"), (Strings{"1-one", "3"}));
}

TEST(PatternReplaceFilter, ReplacesInTerms) {
  auto filter = part("pattern_replace", {{"pattern", {"(dog)"}}, {"replacement", {"watch$1"}}});
  EXPECT_EQ(terms(*chain(kWhitespace, {filter}), "foxes jump lazy dogs dogdog"),
            (Strings{"foxes", "jump", "lazy", "watchdogs", "watchdogwatchdog"}));
  auto first = part("pattern_replace", {{"pattern", {"[a-c]"}}, {"replacement", {""}}, {"all", {"false"}}});
  EXPECT_EQ(terms(*chain(kWhitespace, {first}), "abc xyz"), (Strings{"bc", "xyz"}));
}

}  // namespace
}  // namespace aisle::analyzers
