#include "engine/query/iterators/numeric_range_iterator.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <type_traits>

#include "engine/index/columns/codes_between.hpp"

namespace aisle::engine {

void NumericRangeIterator::match_window(DocId base, WindowBits& bits) {
  const std::uint32_t first = index_of(base);
  const std::uint32_t count = std::min(kWindowSize, doc_count() - first);
  if (column_.is_multi_valued()) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if (matches(base + i)) bits.set(i);
    }
    return;
  }
  column_.visit_codes([&](auto codes, auto present) {
    using Code = decltype(codes(0));
    const auto [low, high] = code_bounds(std::numeric_limits<Code>::max());
    if (low > high) return;
    std::array<Code, kWindowSize> window;
    for (std::uint32_t i = 0; i < count; ++i) window[i] = codes(first + i);
    codes_between(std::span<const Code>(window).first(count), static_cast<Code>(low), static_cast<Code>(high),
                  bits.words.data());
    if constexpr (!std::is_same_v<decltype(present), AllPresent>) {
      for (std::uint32_t i = 0; i < count; i += 64) bits.words[i / 64] &= present.words[(first + i) / 64];
    }
  });
}

/// The bounds as codes up to `greatest`; crossed where no code lies within. A live column's code 0 says "no value".
std::pair<std::uint64_t, std::uint64_t> NumericRangeIterator::code_bounds(std::uint64_t greatest) const {
  const std::int64_t base = column_.base();
  const auto code_of = [&](std::int64_t encoded) {
    return static_cast<std::uint64_t>(encoded) - static_cast<std::uint64_t>(base);
  };
  if (high_ < base || low_ > high_) return {1, 0};
  const std::uint64_t least = column_.is_live() ? 1 : 0;
  const std::uint64_t low = low_ <= base ? least : std::max(code_of(low_), least);
  return {low, std::min(code_of(high_), greatest)};
}

bool NumericRangeIterator::matches(DocId doc) {
  bool found = false;
  column_.for_each(doc, [&](std::int64_t value) { found |= value >= low_ && value <= high_; });
  return found;
}

}  // namespace aisle::engine
