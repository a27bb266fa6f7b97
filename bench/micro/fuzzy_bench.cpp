// How long does it take to find the words of a dictionary within two edits of a misspelt one?
//
// 192,000 distinct words as syllables make them (3 to 14 letters), one text field of one segment; patterns are words
// of it with one or two random edits, seed 7. The dictionary's layout is made before the clock starts.
#include <benchmark/benchmark.h>

#include <random>
#include <set>

#include "analyzers/analyzer_registry.hpp"
#include "engine/index/segment/segment_builder.hpp"
#include "engine/suggest/fuzzy_dictionary.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kWords = 192'000;

std::string random_word(std::mt19937& random) {
  static const char* const kSyllables[] = {"ba", "ke", "li", "mo", "ru", "sta", "ver", "ton", "xi", "pla", "ghe", "qua",
                                           "dri", "fen", "zo", "can", "wi", "sho", "jul", "ny"};
  std::string word;
  for (std::size_t i = 2 + random() % 4; i > 0; --i) word += kSyllables[random() % std::size(kSyllables)];
  if (random() % 2 == 0) word += static_cast<char>('a' + random() % 26);
  return word;
}

struct Fixture {
  std::vector<std::string> words;
  std::shared_ptr<const Segment> segment;
  std::vector<std::string> patterns;

  Fixture() {
    std::mt19937 random(7);
    std::set<std::string> distinct;
    while (distinct.size() < kWords) distinct.insert(random_word(random));
    words.assign(distinct.begin(), distinct.end());
    auto registry = analyzers::AnalyzerRegistry::build({});
    Field field;
    field.name = "word";
    field.type = FieldType::keyword;
    SegmentBuilder builder(std::make_shared<const Schema>(std::vector<Field>{field}, *registry));
    for (const std::string& word : words) {
      Document document;
      document.id = word;
      document.source = "{}";
      document.values.push_back({FieldId{0}, std::string_view(word)});
      if (!builder.add(document, 1, 0)) std::abort();
    }
    segment = builder.seal(1);
    for (int i = 0; i < 500; ++i) {
      std::string pattern = words[random() % words.size()];
      for (std::size_t e = 1 + random() % 2; e > 0; --e) pattern[random() % pattern.size()] = static_cast<char>('a' + random() % 26);
      patterns.push_back(pattern);
    }
  }
};

void BM_Fuzzy_Search(benchmark::State& state) {
  static const Fixture fixture;
  static const FuzzyDictionary dictionary(*fixture.segment->field_index(FieldId{0}));
  std::size_t next = 0;
  std::size_t checksum = 0;
  for (auto _ : state) {
    const FuzzyPattern pattern{fixture.patterns[next++ % fixture.patterns.size()], static_cast<std::uint32_t>(state.range(0))};
    BestMatches best(50);
    dictionary.search(pattern, best);
    checksum += best.take().size();
  }
  state.counters["matches_per_query"] = static_cast<double>(checksum) / static_cast<double>(state.iterations());
}
BENCHMARK(BM_Fuzzy_Search)->ArgName("edits")->Arg(1)->Arg(2);

}  // namespace
}  // namespace aisle::engine
