#include "engine/aggregate/collect/segment_filter.hpp"

#include <utility>

namespace aisle::engine {

Result<SegmentFilter> SegmentFilter::create(const QueryPtr& query, std::size_t target_count,
                                            const FilterFactory& factory) {
  SegmentFilter filter;
  filter.window_ = std::make_unique<Window>();
  for (std::uint32_t target = 0; target < target_count; ++target) {
    Result<std::unique_ptr<PreparedQuery>> prepared = factory(query, target);
    if (!prepared) return std::move(prepared).error();
    filter.prepared_.push_back(std::move(*prepared));
  }
  return filter;
}

void SegmentFilter::begin_segment(const SegmentContext& context) {
  iterator_ = prepared_[context.target]->iterator(context.segment);
  evaluated_ = false;
  window_->bits.clear();
}

const WindowBits& SegmentFilter::among(const MatchWindow& window) {
  if (iterator_ == nullptr) return window_->bits;
  if (evaluated_ && index_of(window_->base) == window.base()) return window_->bits;
  evaluated_ = true;
  window_->base = DocId{window.base()};
  if (window.bits().count() <= kWindowSize / 8) {
    window_->bits = window.bits();
    iterator_->refine(*window_, false);
  } else {
    window_->bits.clear();
    iterator_->collect(*window_, false);
    window_->bits &= window.bits();
  }
  return window_->bits;
}

const MatchRange& SegmentFilter::among(const MatchRange& range) {
  if (range_ == nullptr) range_ = std::make_unique<MatchRange>();
  if (iterator_ == nullptr) {
    range_->reset(range.base);
  } else {
    *range_ = range;
    iterator_->keep_matches(*range_);
  }
  return *range_;
}

}  // namespace aisle::engine
