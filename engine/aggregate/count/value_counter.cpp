#include "engine/aggregate/count/value_counter.hpp"

namespace aisle::engine {

void ValueCounter::begin(const NumericColumn& column) {
  column_ = &column;
  table_.clear();
  rest_.clear();
  first_code_ = 0;
  missing_ = 0;
  if (column.width() == 1) {
    table_.assign(256, 0);
    return;
  }
  const auto bounds = column.bounds();
  if (!bounds) return;
  const auto base = static_cast<std::uint64_t>(column.base());
  const std::uint64_t spread = static_cast<std::uint64_t>(bounds->second) - static_cast<std::uint64_t>(bounds->first);
  if (spread >= kMaxTable) return;
  first_code_ = static_cast<std::uint64_t>(bounds->first) - base;
  table_.assign(spread + 1, 0);
}

void ValueCounter::count(std::span<const std::uint32_t> docs) {
  if (column_->is_multi_valued()) return count_each(docs);
  column_->visit_codes([&](auto codes, auto present) {
    if constexpr (sizeof(codes(0)) == 1) {
      std::uint32_t* const counts = table_.data();  // a slot for every code there is
      for (const std::uint32_t doc : docs) present(doc) ? ++counts[codes(doc)] : ++missing_;
    } else {
      for (const std::uint32_t doc : docs) present(doc) ? add(codes(doc)) : static_cast<void>(++missing_);
    }
  });
}

[[gnu::noinline]] void ValueCounter::add_far(std::uint64_t code) {
  column_->is_live() && code == 0 ? ++missing_ : ++rest_[code];
}

void ValueCounter::count_each(std::span<const std::uint32_t> docs) {
  for (const std::uint32_t doc : docs) {
    bool any = false;
    std::int64_t last = 0;
    column_->for_each(DocId{doc}, [&](std::int64_t value) {
      if (!any || value != last) add(static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(column_->base()));
      any = true;
      last = value;
    });
    missing_ += any ? 0 : 1;
  }
}

}  // namespace aisle::engine
