#include "engine/aggregate/count/value_counter.hpp"

#include "engine/aggregate/count/count_spread.hpp"

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
      // A slot for every code there is; documents without a value are counted at 0 as well, and taken off again.
      std::uint32_t absent = 0;
      count_spread(docs, table_, [&](std::uint32_t doc) -> std::size_t {
        const bool has = present(doc);
        absent += has ? 0 : 1;
        return has ? codes(doc) : 0;
      });
      table_[0] -= absent;
      missing_ += absent;
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
