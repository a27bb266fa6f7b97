#include "engine/aggregate/collect/collector.hpp"

#include <algorithm>

namespace aisle::engine {
namespace {

void fill_with_live(const SegmentView& view, std::uint32_t base, WindowBits& bits) {
  const std::uint32_t docs = std::min(kWindowSize, view.segment->doc_count() - base);
  bits.clear();
  for (std::uint32_t w = 0; w < docs / 64; ++w) bits.words[w] = ~std::uint64_t{0};
  if (docs % 64 != 0) bits.words[docs / 64] = (std::uint64_t{1} << (docs % 64)) - 1;
  if (view.live != nullptr) view.live->mask(DocId{base}, bits);
}

}  // namespace

std::string Collector::why_no_sort_value(std::string_view /*property*/) const {
  return "Buckets can only be sorted on a sub-aggregator path that is built out of zero or more single-bucket "
         "aggregations within the path and a final single-bucket or a metrics aggregation at the path end.";
}

void collect_all_live(std::span<const std::unique_ptr<Collector>> collectors, const SegmentContext& context) {
  std::vector<Collector*> slow;
  for (const auto& collector : collectors) {
    if (!collector->collect_all(context)) slow.push_back(collector.get());
  }
  if (slow.empty()) return;
  WindowBits bits;
  for (std::uint32_t base = 0; base < context.view.segment->doc_count(); base += kWindowSize) {
    fill_with_live(context.view, base, bits);
    if (!bits.any()) continue;
    MatchWindow window(DocId{base}, bits);
    for (Collector* collector : slow) collector->collect_window(window);
  }
}

}  // namespace aisle::engine
