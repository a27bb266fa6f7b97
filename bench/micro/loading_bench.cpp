// How fast is a catalog read, understood and made up?
//
// Data: the first products of the generated catalog, seed 42, in memory, as NDJSON, as one JSON array, as a table with four
// of its fields, and as a _bulk body. Excluded: disks, unpacking, sending. Bytes per second are those of the input.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "loaders/inference/mapping_inference.hpp"
#include "loaders/sources/record_source.hpp"
#include "loaders/synthetic/generator.hpp"
#include "loaders/synthetic/query_log.hpp"

namespace aisle::loaders {
namespace {

constexpr std::uint64_t kSeed = 42;
constexpr std::uint64_t kProducts = 20'000;

const CatalogGenerator& generator() {
  static const CatalogGenerator made(kSeed);
  return made;
}

std::string catalog(std::string_view before, std::string_view between, std::string_view after, std::string_view each = "") {
  std::string text(before);
  for (std::uint64_t i = 0; i < kProducts; ++i) {
    if (i > 0) text += between;
    text += each;
    generator().append_json(i, text);
  }
  return text += after;
}

std::string table() {
  std::string text = "id,title,price,stock\n";
  for (std::uint64_t i = 0; i < kProducts; ++i)
    text += product_id(i) + ",\"a title, with a comma and some words\"," + std::to_string(i % 997) + ".99," + std::to_string(i % 41) + "\n";
  return text;
}

void read(benchmark::State& state, const std::string& text) {
  std::uint64_t records = 0, bytes = 0;
  for (auto _ : state) {
    auto source = make_record_source(memory_stream(text), {});
    for (records = bytes = 0;; ++records) {
      auto answer = (*source)->next();
      if (!answer || !*answer) break;
      bytes += (*answer)->json.size();
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["records"] = static_cast<double>(records);
  state.counters["checksum_bytes"] = static_cast<double>(bytes);
}

void BM_Source_Ndjson(benchmark::State& state) { read(state, catalog("", "\n", "\n")); }
void BM_Source_JsonArray(benchmark::State& state) { read(state, catalog("[", ",\n", "]")); }
void BM_Source_Bulk(benchmark::State& state) { read(state, catalog("", "\n", "\n", "{\"index\":{\"_id\":\"P00000001\"}}\n")); }
void BM_Source_Csv(benchmark::State& state) { read(state, table()); }

void BM_Inference_Add(benchmark::State& state) {
  std::vector<std::string> records(kProducts);
  for (std::uint64_t i = 0; i < kProducts; ++i) generator().append_json(i, records[i]);
  std::size_t fields = 0;
  for (auto _ : state) {
    MappingInference inference;
    for (const auto& record : records) inference.add(record);
    fields = inference.infer().field_count;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kProducts));
  state.counters["fields"] = static_cast<double>(fields);
}

void BM_Generator_Product(benchmark::State& state) {
  std::string text;
  std::uint64_t number = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    text.clear();
    generator().append_json(number++, text);
    bytes += text.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void BM_QueryLog_Query(benchmark::State& state) {
  const QueryLog log(generator(), 1'000'000, kSeed);
  std::uint64_t number = 0;
  std::size_t bytes = 0;
  for (auto _ : state) bytes += log.query(number++).text.size();
  benchmark::DoNotOptimize(bytes);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_Source_Ndjson)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Source_JsonArray)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Source_Bulk)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Source_Csv)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Inference_Add)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Generator_Product);
BENCHMARK(BM_QueryLog_Query);

}  // namespace
}  // namespace aisle::loaders
