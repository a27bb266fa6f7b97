// Analyzers are shared by all threads; run under the thread sanitizer, this shows that what hides behind them
// is not.

#include <thread>

#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

TEST(Threads, ShareAnalyzers) {
  AnalysisSettings settings;
  settings.token_filters["syn"] = {"synonym_graph", {{"synonyms", {"usa, united states"}}}};
  settings.token_filters["stem"] = {"snowball", {{"language", {"English"}}}};
  settings.token_filters["stop"] = {"stop", {{"ignore_case", {"true"}}}};
  settings.char_filters["digits"] = {"pattern_replace", {{"pattern", {"(\\d+)x"}}, {"replacement", {"$1"}}}};
  settings.analyzers["all"] = {
      "custom",
      {{"tokenizer", {"standard"}},
       {"char_filter", {"html_strip", "digits"}},
       {"filter", {"lowercase", "asciifolding", "stop", "syn", "stem", "unique", "edge_ngram"}}}};
  const auto registry = build_registry(settings);
  const std::string text =
      "<b>The USA's</b> naïve カタカナ 한국어 ไทย 15x running shoes É́ 👩‍👩‍👧";
  const Strings expected = described(*registry->find("all"), text);
  const Strings english = terms(*registry->find("english"), text);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        wrong[i] += described(*registry->find("all"), text) != expected;
        wrong[i] += terms(*registry->find("english"), text) != english;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(wrong.size(), 0));
}

}  // namespace
}  // namespace aisle::analyzers
