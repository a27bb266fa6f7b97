// How many megabytes of product text per second does one thread analyse?
//
// Text: made-up titles and descriptions, 4 MB, seed fixed; the accented one has an accent in about every
// fifth document, as European catalogs have. Excluded: reading, mapping, indexing. `tokens` and `checksum`
// are of one pass, so that a faster wrong answer shows. Bytes per second count the text's bytes.

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "analyzers/analyzer_registry.hpp"
#include "base/hash.hpp"

namespace {

using namespace aisle::analyzers;

constexpr std::uint32_t kSeed = 20261122;
constexpr std::size_t kTextBytes = 4 << 20;

std::vector<std::string> make_documents(bool accents) {
  static constexpr std::string_view kWords[] = {"wireless",   "Bluetooth",  "headphones",
                                                "noise",      "cancelling", "over-ear",
                                                "with",       "30",         "hours",
                                                "battery",    "USB-C",      "the",
                                                "Sony",       "WH-1000XM5", "black",
                                                "and",        "3.5mm",      "jack",
                                                "for",        "iPhone's",   "lightweight,",
                                                "foldable.",  "100%",       "cotton",
                                                "T-Shirt",    "size",       "XL",
                                                "men's",      "running",    "shoes",
                                                "waterproof", "in",         "blue",
                                                "of",         "a",          "1,299.00",
                                                "kitchen",    "knives",     "stainless-steel",
                                                "dishwasher", "safe",       "(pack",
                                                "of",         "2)"};
  static constexpr std::string_view kAccented[] = {"crème", "brûlée",  "für", "Größe",
                                                   "café",  "Château", "año", "naïve"};
  std::mt19937 random(kSeed);
  std::vector<std::string> documents;
  for (std::size_t bytes = 0; bytes < kTextBytes; bytes += documents.back().size()) {
    std::string& text = documents.emplace_back();
    const bool accented = accents && random() % 5 == 0;
    for (std::uint32_t words = 8 + random() % 60; words > 0; --words) {
      if (!text.empty()) text += ' ';
      text += accented && random() % 6 == 0 ? kAccented[random() % std::size(kAccented)]
                                            : kWords[random() % std::size(kWords)];
    }
  }
  return documents;
}

AnalysisSettings settings() {
  AnalysisSettings settings;
  settings.token_filters["grams"] = {"edge_ngram", {{"min_gram", {"2"}}, {"max_gram", {"15"}}}};
  settings.analyzers["autocomplete"] = {"custom",
                                        {{"tokenizer", {"standard"}}, {"filter", {"lowercase", "grams"}}}};
  settings.analyzers["folding"] = {"custom",
                                   {{"tokenizer", {"standard"}}, {"filter", {"lowercase", "asciifolding"}}}};
  settings.analyzers["standard_stop"] = {"standard", {{"stopwords", {"_english_"}}}};
  return settings;
}

void run(benchmark::State& state, std::string_view name, bool accents) {
  static const auto registry = *AnalyzerRegistry::build(settings());
  const Analyzer& analyzer = *registry->find(name);
  const std::vector<std::string> documents = make_documents(accents);
  std::size_t bytes = 0;
  for (const std::string& document : documents) bytes += document.size();
  TokenStream stream;
  std::uint64_t tokens = 0;
  for (auto _ : state) {
    tokens = 0;
    for (const std::string& document : documents) {
      analyzer.analyze(document, stream);
      tokens += stream.tokens().size();
      benchmark::DoNotOptimize(stream.tokens().data());
    }
  }
  std::uint64_t checksum = 0;
  for (const std::string& document : documents) {
    analyzer.analyze(document, stream);
    for (const Token& token : stream.tokens()) {
      checksum = aisle::mix64(checksum ^ aisle::hash64(token.term) ^ token.position ^ token.end_offset);
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  state.counters["tokens"] = static_cast<double>(tokens);
  state.counters["checksum"] = static_cast<double>(checksum % 1'000'000'007);
}

BENCHMARK_CAPTURE(run, StandardAscii, "standard", false)->Name("BM_Analysis_Standard/text:ascii");
BENCHMARK_CAPTURE(run, StandardAccents, "standard", true)->Name("BM_Analysis_Standard/text:accents");
BENCHMARK_CAPTURE(run, StandardStop, "standard_stop", false)->Name("BM_Analysis_StandardStop/text:ascii");
BENCHMARK_CAPTURE(run, Folding, "folding", true)->Name("BM_Analysis_Folding/text:accents");
BENCHMARK_CAPTURE(run, English, "english", false)->Name("BM_Analysis_English/text:ascii");
BENCHMARK_CAPTURE(run, Autocomplete, "autocomplete", false)->Name("BM_Analysis_Autocomplete/text:ascii");

}  // namespace
