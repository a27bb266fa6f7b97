// How long does a product take from source bytes to field values?
//
// Data: one product of about 700 bytes with texts, keywords with multi-fields, numbers, a date, an array and a nested
// object, under a mapping that knows all of them. Excluded: making the padded copy of the source is included in
// /copy:1 and not in /copy:0 (where the string moves in and out). Checksum: the number of values.

#include <benchmark/benchmark.h>

#include "loaders/mapping/document_parser.hpp"

namespace {

using namespace aisle;

constexpr std::string_view kMapping = R"({"properties":{
  "title":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}},"description":{"type":"text"},
  "brand":{"type":"keyword"},"category":{"type":"keyword"},"tags":{"type":"keyword"},"sku":{"type":"keyword"},
  "price":{"type":"double"},"list_price":{"type":"scaled_float","scaling_factor":100},"stock":{"type":"integer","live":true},
  "in_stock":{"type":"boolean"},"rating":{"type":"float"},"reviews":{"type":"integer"},"added":{"type":"date"},
  "attributes":{"properties":{"color":{"type":"keyword"},"size":{"type":"keyword"},"material":{"type":"keyword"}}},
  "image":{"type":"keyword","index":false,"doc_values":false}}})";

constexpr std::string_view kProduct =
    R"({"sku":"SH-48213-RED","title":"Trailblazer running shoe for rough paths","brand":"Nordwind","category":["shoes","running","outdoor"],)"
    R"("description":"A light shoe with a grippy sole, made for long runs over roots and stones. The upper dries quickly, the heel is padded, )"
    R"(and the laces stay where they are. Wide toe box, low drop, and a rock plate that you do not notice until you need it.",)"
    R"("price":129.95,"list_price":149.95,"stock":37,"in_stock":true,"rating":4.6,"reviews":213,"added":"2026-03-14T09:26:53Z",)"
    R"("tags":["trail","waterproof","new"],"attributes":{"color":"red","size":["40","41","42","43"],"material":"mesh"},)"
    R"("image":"https://cdn.example/images/sh-48213-red.webp"})";

void BM_DocumentParser_Product(benchmark::State& state) {
  loaders::MappingContext context;
  context.analyzers = *analyzers::AnalyzerRegistry::build({});
  const loaders::DocumentParser parser(*loaders::Mapping::create(std::move(context), kMapping));
  const bool copy = state.range(0) != 0;
  std::string source = loaders::DocumentParser::padded(kProduct);
  std::size_t values = 0;
  for (auto _ : state) {
    auto parsed = parser.parse_document("1", copy ? loaders::DocumentParser::padded(kProduct) : std::move(source));
    values = parsed->document.values.size();
    benchmark::DoNotOptimize(parsed->document.values.data());
    source = std::move(parsed->document.source);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kProduct.size()));
  state.counters["values"] = static_cast<double>(values);
}
BENCHMARK(BM_DocumentParser_Product)->ArgName("copy")->Arg(0)->Arg(1);

}  // namespace
