// What does keeping the best k of a stream of scores cost?
//
// One million scores a run, ascending (every one is kept: the worst case), random, and of ten values (ties). Seed 7.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>

#include "engine/query/collect/top_scores.hpp"

namespace aisle::engine {
namespace {

std::vector<float> scores(int order) {
  std::mt19937 random(7);
  std::vector<float> values(1'000'000);
  for (float& value : values) value = static_cast<float>(order == 2 ? random() % 10 : random() % 16'000'000);
  if (order == 0) std::sort(values.begin(), values.end());
  return values;
}

void BM_TopK_Insert(benchmark::State& state) {
  const std::vector<float> values = scores(static_cast<int>(state.range(0)));
  double checksum = 0;
  for (auto _ : state) {
    TopScores top(static_cast<std::size_t>(state.range(1)));
    for (std::uint32_t i = 0; i < values.size(); ++i) {
      if (top.accepts(values[i])) top.add(values[i], {0, 0, i});
    }
    checksum += static_cast<double>(top.take_sorted().back().score);
  }
  benchmark::DoNotOptimize(checksum);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(values.size()));
}
BENCHMARK(BM_TopK_Insert)->ArgNames({"order", "k"})->ArgsProduct({{0, 1, 2}, {10, 100}});

}  // namespace
}  // namespace aisle::engine
