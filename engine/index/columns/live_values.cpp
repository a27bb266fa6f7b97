#include "engine/index/columns/live_values.hpp"

#include <algorithm>
#include <cassert>

namespace aisle::engine {

CodeRange CodeRange::for_values(std::int64_t low, std::int64_t high, std::uint8_t width) {
  const std::uint64_t spread = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  while (width < 8 && spread >= CodeRange{width, 0}.greatest()) width *= 2;
  if (width >= 8) return {8, kMissingLiveValue};
  const auto values = static_cast<std::int64_t>(CodeRange{width, 0}.greatest());
  if (low >= 0 && high < values) return {width, -1};
  const std::int64_t below = (values - 1 - static_cast<std::int64_t>(spread)) / 2;
  const std::int64_t base = low - 1 < kMissingLiveValue + below ? kMissingLiveValue : low - 1 - below;
  return {width, std::min(base, std::numeric_limits<std::int64_t>::max() - values)};
}

LiveValues::LiveValues(std::uint32_t doc_count, CodeRange range)
    : doc_count_(doc_count), range_(range), codes_(std::size_t{doc_count} * range.width) {}

void LiveValues::set(std::uint32_t doc, std::optional<std::int64_t> encoded) {
  assert((!encoded || range_.holds(*encoded)) && "a value that this form has no code for");
  if (encoded) widen(*encoded);  // first, so that a reader never sees a value outside the bounds for long
  visit([&]<class T>(LiveCodes<T> codes) {
    const T code = encoded ? static_cast<T>(range_.code_of(*encoded)) : T{0};
    std::atomic_ref<T>(const_cast<T&>(codes.codes[doc])).store(code, std::memory_order_relaxed);
  });
}

void LiveValues::widen(std::int64_t encoded) {
  std::int64_t low = low_.load(std::memory_order_relaxed);
  while (encoded < low && !low_.compare_exchange_weak(low, encoded, std::memory_order_relaxed)) {
  }
  std::int64_t high = high_.load(std::memory_order_relaxed);
  while (encoded > high && !high_.compare_exchange_weak(high, encoded, std::memory_order_relaxed)) {
  }
}

std::optional<std::pair<std::int64_t, std::int64_t>> LiveValues::bounds() const {
  const std::int64_t low = low_.load(std::memory_order_relaxed);
  const std::int64_t high = high_.load(std::memory_order_relaxed);
  if (low > high) return std::nullopt;
  return std::pair(low, high);
}

}  // namespace aisle::engine
