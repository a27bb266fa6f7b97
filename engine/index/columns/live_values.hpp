#pragma once
// The values of a live column: an array of atomics beside the immutable image.

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "base/ids.hpp"

namespace aisle::engine {

/// Stands for "no value" in a live column. For reals it is the pattern of a NaN; for integers -2^63 itself cannot be
/// held and is kept as -2^63 + 1.
inline constexpr std::int64_t kMissingLiveValue = std::numeric_limits<std::int64_t>::min();

/// One encoded value per document. Any number of threads may read and write; each document by itself, in no order
/// between documents.
class LiveValues {
 public:
  /// All missing.
  explicit LiveValues(std::uint32_t doc_count);

  std::int64_t get(std::uint32_t doc) const { return values_[doc].load(std::memory_order_relaxed); }
  /// Sets or, with nothing, removes the value. `encoded` as NumericColumn::encoding() says.
  void set(std::uint32_t doc, std::optional<std::int64_t> encoded);
  std::uint32_t doc_count() const { return doc_count_; }
  /// Bounds of every value that ever was there; nothing when there was none.
  std::optional<std::pair<std::int64_t, std::int64_t>> bounds() const;
  std::size_t memory_bytes() const { return sizeof *this + sizeof(std::int64_t) * doc_count_; }

 private:
  void widen(std::int64_t encoded);
  std::uint32_t doc_count_;
  std::unique_ptr<std::atomic<std::int64_t>[]> values_;
  std::atomic<std::int64_t> low_{std::numeric_limits<std::int64_t>::max()};
  std::atomic<std::int64_t> high_{std::numeric_limits<std::int64_t>::min()};
};

}  // namespace aisle::engine
