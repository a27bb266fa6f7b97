// How fast do products become a segment, and segments one segment? How fast is a source fetched?
//
// Data: generated products of some 700 bytes (product_documents.hpp), seed 42; values are taken from them beforehand,
// so that no JSON is parsed. One thread. Labels carry checksums of what was made.

#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "engine/index/segment/merge_segments.hpp"
#include "engine/index/segment/segment_builder.hpp"
#include "product_documents.hpp"

namespace aisle::bench {
namespace {

using engine::SegmentBuilder;

constexpr std::uint32_t kProducts = 32768;

const std::vector<Product>& products() {
  static const std::vector<Product> made = make_products(kProducts, 42);
  return made;
}
const std::shared_ptr<const engine::Schema>& schema() {
  static const auto made = product_schema();
  return made;
}

std::vector<engine::Document> make_documents(std::uint32_t begin, std::uint32_t end) {
  std::vector<engine::Document> documents;
  for (std::uint32_t i = begin; i < end; ++i) documents.push_back(products()[i].document());
  return documents;
}

std::unique_ptr<SegmentBuilder> invert(std::uint32_t begin, std::uint32_t end) {
  auto builder = std::make_unique<SegmentBuilder>(schema());
  for (const engine::Document& document : make_documents(begin, end)) (void)builder->add(document, 1, 1);
  return builder;
}

void set_rate(benchmark::State& state, std::uint32_t documents) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * documents);
}

void BM_SegmentBuilder_Add(benchmark::State& state) {
  const auto documents = make_documents(0, kProducts);
  for (auto _ : state) {
    SegmentBuilder builder(schema());
    for (const engine::Document& document : documents) benchmark::DoNotOptimize(builder.add(document, 1, 1));
    state.counters["buffer_bytes_per_doc"] = static_cast<double>(builder.memory_bytes()) / kProducts;
  }
  set_rate(state, kProducts);
}
BENCHMARK(BM_SegmentBuilder_Add)->Unit(benchmark::kMillisecond);

void BM_SegmentBuilder_Seal(benchmark::State& state) {
  const auto builder = invert(0, kProducts);
  for (auto _ : state) {
    const auto image = builder->seal_image(1);
    state.counters["image_bytes_per_doc"] = static_cast<double>(image.bytes().size()) / kProducts;
    state.SetLabel(fmt::format("checksum:{:x}", hash64(image.bytes())));
  }
  set_rate(state, kProducts);
}
BENCHMARK(BM_SegmentBuilder_Seal)->Unit(benchmark::kMillisecond);

void BM_Segment_Open(benchmark::State& state) {
  const auto segment = invert(0, kProducts)->seal(1);
  for (auto _ : state) {
    auto opened = engine::Segment::open(engine::SegmentImage::copy_of(segment->image_bytes()), *schema());
    benchmark::DoNotOptimize(opened);
  }
  set_rate(state, kProducts);
}
BENCHMARK(BM_Segment_Open)->Unit(benchmark::kMillisecond);

void BM_MergeSegments(benchmark::State& state) {
  std::vector<std::shared_ptr<engine::Segment>> segments;
  std::vector<engine::MergeInput> inputs;
  for (std::uint32_t i = 0; i < 8; ++i) {
    segments.push_back(invert(i * kProducts / 8, (i + 1) * kProducts / 8)->seal(i));
    inputs.push_back({segments.back().get(), nullptr});
  }
  for (auto _ : state) {
    const auto merged = engine::merge_segments(inputs, *schema(), 9);
    state.SetLabel(fmt::format("checksum:{:x}", hash64(merged.image.bytes())));
  }
  set_rate(state, kProducts);
}
BENCHMARK(BM_MergeSegments)->Unit(benchmark::kMillisecond);

void BM_SourceStore_Fetch(benchmark::State& state) {
  const auto segment = invert(0, kProducts)->seal(1);
  std::string source;
  std::uint64_t bytes = 0;
  std::uint32_t doc = 0;
  for (auto _ : state) {
    source.clear();
    doc = (doc * 5 + 12345) % kProducts;
    segment->append_source(DocId{doc}, source);
    bytes += source.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(BM_SourceStore_Fetch);

void BM_Segment_FindDoc(benchmark::State& state) {
  const auto segment = invert(0, kProducts)->seal(1);
  std::uint32_t doc = 0;
  for (auto _ : state) {
    doc = (doc * 5 + 12345) % kProducts;
    benchmark::DoNotOptimize(segment->find_doc(products()[doc].id));
  }
}
BENCHMARK(BM_Segment_FindDoc);

void BM_Dictionary_Find(benchmark::State& state) {
  const auto segment = invert(0, kProducts)->seal(1);
  const engine::FieldIndex& index = *segment->field_index(FieldId{2});
  std::vector<std::string> terms;
  index.for_each_term(0, index.term_count(), [&](TermId, std::string_view term) {
    terms.emplace_back(term);
    return true;
  });
  std::size_t at = 0;
  for (auto _ : state) {
    at = (at * 5 + 12345) % terms.size();
    benchmark::DoNotOptimize(index.find(terms[at]));
  }
  state.counters["terms"] = static_cast<double>(terms.size());
}
BENCHMARK(BM_Dictionary_Find);

}  // namespace
}  // namespace aisle::bench
