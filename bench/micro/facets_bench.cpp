// How long does counting facets take per match, by selectivity of the query?
//
// Data: 1,048,576 documents in one segment, seed 7: brand (200 values, Zipf, 8-bit ordinals), product_line (4,000
// values, 16-bit), categories (one to four levels of paths, multi-valued), price (0.00 .. 1999.99, scaled), rating
// (0 .. 5 in halves). Matches are independent random documents. Building and finding matches is excluded; turning
// counts into results is included, once per iteration. `ns_per_match` is the whole over the matches; `checksum` adds
// up all counts, so that a faster wrong answer shows.

#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/aggregate/collector_aggregator.hpp"
#include "engine/index/segment/segment_builder.hpp"
#include "engine/query/search_response.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kDocs = 1U << 20;

Field make_field(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  return field;
}

/// Value i of n with a chance of about 1 / (i + 1).
std::uint32_t zipf(std::mt19937& random, std::uint32_t n) {
  const double u = std::uniform_real_distribution<double>(0.0, 1.0)(random);
  return static_cast<std::uint32_t>(std::pow(static_cast<double>(n), u)) - 1;
}

struct Catalog {
  std::shared_ptr<const Schema> schema = std::make_shared<const Schema>(
      std::vector<Field>{make_field("brand", FieldType::keyword), make_field("product_line", FieldType::keyword),
                         make_field("categories", FieldType::keyword), make_field("price", FieldType::double_number),
                         make_field("rating", FieldType::half_float)},
      nullptr);
  std::vector<SearchTarget> targets;

  Catalog() {
    std::mt19937 random(7);
    SegmentBuilder builder(schema);
    for (std::uint32_t i = 0; i < kDocs; ++i) add(builder, random, i);
    SegmentView view;
    view.segment = builder.seal(1);
    view.live_count = kDocs;
    targets.push_back({"catalog", std::make_shared<const Snapshot>(std::vector<SegmentView>{view}, schema, 1)});
  }

  static void add(SegmentBuilder& builder, std::mt19937& random, std::uint32_t i) {
    std::vector<std::string> texts{"brand" + std::to_string(zipf(random, 200)),
                                   "line" + std::to_string(random() % 4'000)};
    std::string path = "d" + std::to_string(zipf(random, 20));
    for (std::uint32_t level = 1 + random() % 4; level > 0; --level) {
      texts.push_back(path);
      path += " > " + std::to_string(zipf(random, 8));
    }
    Document document;
    document.id = std::to_string(i);
    document.source = "{}";
    for (std::size_t t = 0; t < texts.size(); ++t) {
      document.values.push_back({FieldId{static_cast<std::uint32_t>(std::min<std::size_t>(t, 2))}, std::string_view(texts[t])});
    }
    document.values.push_back({FieldId{3}, static_cast<double>(random() % 200'000) / 100.0});
    document.values.push_back({FieldId{4}, static_cast<double>(random() % 11) / 2.0});
    if (!builder.add(document, 1, i)) std::abort();
  }
};

const Catalog& catalog() {
  static const Catalog kCatalog;
  return kCatalog;
}

/// Windows with matches of a random share of the documents, in per mille.
std::vector<WindowBits> make_windows(std::int64_t per_mille) {
  std::mt19937 random(11);
  std::vector<WindowBits> windows(kDocs / kWindowSize);
  for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
    if (static_cast<std::int64_t>(random() % 1'000) < per_mille) windows[doc / kWindowSize].set(doc % kWindowSize);
  }
  return windows;
}

Aggregation terms(std::string field) {
  TermsAggregation node;
  node.field = std::move(field);
  return {.name = "facet", .node = std::move(node), .sub = {}, .annotation = {}};
}

Aggregation ranges() {
  RangeAggregation node;
  node.field = "price";
  for (const double from : {0.0, 25.0, 50.0, 100.0, 250.0, 1'000.0}) {
    if (!node.ranges.empty()) node.ranges.back().to = from;
    node.ranges.push_back({.key = {}, .from = from, .to = {}});
  }
  return {.name = "facet", .node = std::move(node), .sub = {}, .annotation = {}};
}

Aggregation histogram() {
  HistogramAggregation node;
  node.field = "rating";
  return {.name = "facet", .node = std::move(node), .sub = {}, .annotation = {}};
}

Aggregation stats() {
  MetricAggregation node;
  node.field = "price";
  return {.name = "facet", .node = std::move(node), .sub = {}, .annotation = {}};
}

Aggregation brand_with_price() {
  Aggregation facet = terms("brand");
  facet.sub.push_back(stats());
  return facet;
}

std::vector<Aggregation> make_facet(std::int64_t kind) {
  switch (kind) {
    case 0: return {terms("brand")};
    case 1: return {terms("product_line")};
    case 2: return {terms("categories")};
    case 3: return {ranges()};
    case 4: return {histogram()};
    case 5: return {stats()};
    case 6: return {brand_with_price()};
    default: return {terms("brand"), terms("product_line"), terms("categories"), ranges(), histogram(), stats()};
  }
}

std::uint64_t checksum_of(const AggregationResult& result) {
  std::uint64_t sum = 0;
  if (const auto* found = std::get_if<TermsResult>(&result.node)) {
    sum += found->other_doc_count;
    for (const Bucket& bucket : found->buckets) sum = sum * 31 + bucket.doc_count;
  } else if (const auto* buckets = std::get_if<BucketsResult>(&result.node)) {
    for (const Bucket& bucket : buckets->buckets) sum = sum * 31 + bucket.doc_count;
  } else if (const auto* metric = std::get_if<MetricResult>(&result.node)) {
    sum = metric->count + static_cast<std::uint64_t>(metric->sum);
  }
  return sum;
}

std::uint64_t count_once(const std::vector<Aggregation>& requests, const std::vector<WindowBits>& windows, bool all) {
  const Catalog& data = catalog();
  auto aggregator = create_aggregator(requests, {data.targets, {}, 0}, {});
  const Snapshot& snapshot = *data.targets[0].snapshot;
  (*aggregator)->begin_segment(0, 0, snapshot.segments()[0], snapshot.schema());
  if (!all || !(*aggregator)->collect_known(KnownMatches{})) {
    for (std::uint32_t w = 0; w < windows.size(); ++w) {
      if (windows[w].any()) (*aggregator)->collect(DocId{w * kWindowSize}, windows[w]);
    }
  }
  (*aggregator)->end_segment();
  auto results = (*aggregator)->finish();
  std::uint64_t checksum = 0;
  for (const AggregationResult& result : *results) checksum += checksum_of(result);
  return checksum;
}

void run(benchmark::State& state, bool all) {
  const std::vector<Aggregation> requests = make_facet(state.range(0));
  const std::vector<WindowBits> windows = make_windows(all ? 1'000 : state.range(1));
  std::uint64_t matches = 0;
  for (const WindowBits& window : windows) matches += window.count();
  std::uint64_t checksum = count_once(requests, windows, all);
  for (auto _ : state) benchmark::DoNotOptimize(checksum = count_once(requests, windows, all));
  state.counters["matches"] = static_cast<double>(matches);
  state.counters["ns_per_match"] = benchmark::Counter(static_cast<double>(matches) * 1e-9,
                                                      benchmark::Counter::kIsIterationInvariantRate |
                                                          benchmark::Counter::kInvert);
  state.counters["checksum"] = static_cast<double>(checksum % 1'000'000'007);
}

// facet: 0 brand, 1 product_line, 2 categories, 3 price ranges, 4 rating histogram, 5 price stats,
//        6 brand with price stats inside, 7 the first six together
void BM_Facets_Windows(benchmark::State& state) { run(state, false); }
void BM_Facets_WholeCatalog(benchmark::State& state) { run(state, true); }

BENCHMARK(BM_Facets_Windows)
    ->ArgNames({"facet", "per_mille"})
    ->ArgsProduct({{0, 1, 2, 3, 4, 5, 6, 7}, {1, 20, 200, 1'000}})
    ->Unit(benchmark::kMicrosecond)
    ->MinTime(0.1);
BENCHMARK(BM_Facets_WholeCatalog)->ArgNames({"facet"})->DenseRange(0, 7)->Unit(benchmark::kMicrosecond)->MinTime(0.1);

}  // namespace
}  // namespace aisle::engine
