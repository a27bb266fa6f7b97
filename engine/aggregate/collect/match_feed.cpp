#include "engine/aggregate/collect/match_feed.hpp"

#include <algorithm>

namespace aisle::engine {
namespace {

void fill_with_live(const SegmentView& view, std::uint32_t base, MatchRange& range) {
  const std::uint32_t docs = std::min(kRangeSize, view.segment->doc_count() - base);
  range.reset(DocId{base});
  std::fill_n(range.words(), docs / 64, ~std::uint64_t{0});
  if (docs % 64 != 0) range.words()[docs / 64] = (std::uint64_t{1} << (docs % 64)) - 1;
  if (view.live != nullptr) view.live->mask(range.base, {range.words(), kRangeWords});
}

}  // namespace

void MatchFeed::begin_segment() {
  counters_.clear();
  others_.clear();
  for (const auto& collector : collectors_) {
    (collector->counts_lists() ? counters_ : others_).push_back(collector.get());
  }
  size_ = 0;
}

void MatchFeed::add(DocId base, const WindowBits& matches) {
  if (!counters_.empty()) list(index_of(base), matches);
  if (others_.empty()) return;
  MatchWindow window(base, matches);
  for (Collector* collector : others_) collector->collect_window(window);
}

void MatchFeed::add(const MatchRange& matches) {
  for (std::uint32_t i = 0; i < kWindowsPerRange && !counters_.empty(); ++i) {
    list(index_of(matches.window_base(i)), matches.windows[i]);
  }
  for (Collector* collector : others_) collector->collect_range(matches);
}

void MatchFeed::add(std::span<const std::uint32_t> docs) {
  for (; !docs.empty(); docs = docs.subspan(std::min(docs.size(), kBatch))) {
    for (Collector* collector : counters_) collector->count_list(docs.first(std::min(docs.size(), kBatch)));
  }
}

bool MatchFeed::add_known(const SegmentContext& context, const KnownMatches& matches) {
  const auto knows = [&](Collector* collector) { return collector->collect_known(context, matches); };
  std::erase_if(counters_, knows);
  std::erase_if(others_, knows);
  return counters_.empty() && others_.empty();
}

void MatchFeed::add_all(const SegmentContext& context) {
  if (add_known(context, {})) return;
  const auto range = std::make_unique<MatchRange>();
  for (std::uint32_t base = 0; base < context.view.segment->doc_count(); base += kRangeSize) {
    fill_with_live(context.view, base, *range);
    add(*range);
  }
}

void MatchFeed::list(std::uint32_t base, const WindowBits& matches) {
  if (docs_ == nullptr) docs_ = std::make_unique_for_overwrite<std::uint32_t[]>(kCapacity);
  size_ += list_bits(matches.words.data(), kWindowWords, base, docs_.get() + size_);
  if (size_ >= kBatch) flush();
}

void MatchFeed::flush() {
  if (size_ == 0) return;
  for (Collector* collector : counters_) collector->count_list({docs_.get(), size_});
  size_ = 0;
}

}  // namespace aisle::engine
