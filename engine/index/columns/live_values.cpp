#include "engine/index/columns/live_values.hpp"

#include <algorithm>

namespace aisle::engine {

LiveValues::LiveValues(std::uint32_t doc_count)
    : doc_count_(doc_count), values_(std::make_unique<std::atomic<std::int64_t>[]>(doc_count)) {
  for (std::uint32_t i = 0; i < doc_count; ++i) values_[i].store(kMissingLiveValue, std::memory_order_relaxed);
}

void LiveValues::set(std::uint32_t doc, std::optional<std::int64_t> encoded) {
  if (!encoded) {
    values_[doc].store(kMissingLiveValue, std::memory_order_relaxed);
    return;
  }
  const std::int64_t value = std::max(*encoded, kMissingLiveValue + 1);
  widen(value);  // first, so that a reader never sees a value outside the bounds for long
  values_[doc].store(value, std::memory_order_relaxed);
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
