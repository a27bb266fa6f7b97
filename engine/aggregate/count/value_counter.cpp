#include "engine/aggregate/count/value_counter.hpp"

namespace aisle::engine {

void ValueCounter::begin(const NumericColumn& column) {
  column_ = &column;
  table_.clear();
  rest_.clear();
  stride_ = 0;
  lane_mask_ = 0;
  missing_ = 0;
  const auto bounds = column.bounds();
  if (!bounds) return;
  const std::uint64_t width = static_cast<std::uint64_t>(bounds->second) - static_cast<std::uint64_t>(bounds->first);
  base_ = bounds->first;
  if (width >= kMaxTable) return;
  stride_ = width + 1;
  lane_mask_ = stride_ <= kMaxLaneTable ? kLanes - 1 : 0;
  table_.assign(stride_ * (lane_mask_ + 1), 0);
}

void ValueCounter::count(const MatchWindow& window) {
  if (column_->is_live()) return count_live(window);
  if (column_->is_multi_valued()) return count_each(window);
  column_->visit_single([&](auto values, auto present) {
    window.bits().for_each([&](std::uint32_t offset) {
      const std::uint32_t doc = window.base() + offset;
      present(doc) ? add(values(doc), doc) : static_cast<void>(++missing_);
    });
  });
}

// A live value may vanish between asking for it and reading it, so it is read once.
void ValueCounter::count_live(const MatchWindow& window) {
  column_->visit_single([&](auto values, auto) {
    window.bits().for_each([&](std::uint32_t offset) {
      const std::uint32_t doc = window.base() + offset;
      const std::int64_t value = values(doc);
      value == kMissingLiveValue ? static_cast<void>(++missing_) : add(value, doc);
    });
  });
}

void ValueCounter::count_each(const MatchWindow& window) {
  window.bits().for_each([&](std::uint32_t offset) {
    bool any = false;
    std::int64_t last = 0;
    const std::uint32_t doc = window.base() + offset;
    column_->for_each(DocId{doc}, [&](std::int64_t value) {
      if (!any || value != last) add(value, doc);
      any = true;
      last = value;
    });
    missing_ += any ? 0 : 1;
  });
}

}  // namespace aisle::engine
