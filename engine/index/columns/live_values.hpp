#pragma once
// The values of a live column in one form: an array of atomic codes beside the immutable image.
//
// A code is 0 where the document has no value, else the encoded value less a base, in 8, 16, 32 or 64 bits. Codes
// therefore sort as values do, a facet may count codes and look at values afterwards, and a rating takes one byte.

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "base/ids.hpp"
#include "engine/index/columns/zeroed_bytes.hpp"

namespace aisle::engine {

/// Stands for "no value" where a live column's encoded values are read. For reals it is the pattern of a NaN; for
/// integers -2^63 itself cannot be held and is kept as -2^63 + 1.
inline constexpr std::int64_t kMissingLiveValue = std::numeric_limits<std::int64_t>::min();

/// Document i's code: a relaxed atomic load.
template <class T>
struct LiveCodes {
  const T* codes;
  T operator()(std::uint32_t i) const {
    return std::atomic_ref<T>(const_cast<T&>(codes[i])).load(std::memory_order_relaxed);
  }
};
/// Document i's encoded value; kMissingLiveValue where it has none.
template <class T>
struct LiveValueReader {
  LiveCodes<T> codes;
  std::int64_t base;
  std::int64_t operator()(std::uint32_t i) const {
    const T code = codes(i);
    const auto value = static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + code);
    return code == 0 ? kMissingLiveValue : value;
  }
};
/// Whether document i has a value.
template <class T>
struct LivePresence {
  LiveCodes<T> codes;
  bool operator()(std::uint32_t i) const { return codes(i) != 0; }
};

/// Which encoded values codes of a width can tell: base + 1 .. base + the greatest code.
struct CodeRange {
  std::uint8_t width = 1;  ///< bytes a code
  std::int64_t base = -1;

  /// The narrowest of at least `width` bytes for values low .. high: from zero on where nothing is below it, else with
  /// what is left over shared between both ends, as prices rise and fall. REQUIRES: kMissingLiveValue < low <= high.
  static CodeRange for_values(std::int64_t low, std::int64_t high, std::uint8_t width = 1);
  std::uint64_t code_of(std::int64_t encoded) const {
    return static_cast<std::uint64_t>(encoded) - static_cast<std::uint64_t>(base);
  }
  std::uint64_t greatest() const { return ~std::uint64_t{0} >> (64 - 8 * width); }
  bool holds(std::int64_t encoded) const { return code_of(encoded) - 1 < greatest(); }
};

/// One code per document. Any number of threads may read and write; each document by itself, in no order between
/// documents.
class LiveValues {
 public:
  /// All missing.
  LiveValues(std::uint32_t doc_count, CodeRange range);

  const CodeRange& range() const { return range_; }
  std::uint32_t doc_count() const { return doc_count_; }
  /// Calls visit with LiveCodes of the width at hand.
  template <class Visit>
  decltype(auto) visit(Visit&& visit) const {
    switch (range_.width) {
      case 1: return visit(codes<std::uint8_t>());
      case 2: return visit(codes<std::uint16_t>());
      case 4: return visit(codes<std::uint32_t>());
      default: return visit(codes<std::uint64_t>());
    }
  }
  /// The encoded value, or kMissingLiveValue.
  std::int64_t get(std::uint32_t doc) const {
    return visit([&](auto codes) { return LiveValueReader<decltype(codes(0))>{codes, range_.base}(doc); });
  }
  /// Sets or, with nothing, removes the value. REQUIRES: range().holds(*encoded).
  void set(std::uint32_t doc, std::optional<std::int64_t> encoded);
  /// Bounds of every value that ever was there; nothing when there was none.
  std::optional<std::pair<std::int64_t, std::int64_t>> bounds() const;
  std::size_t memory_bytes() const { return sizeof *this + codes_.size(); }

 private:
  template <class T>
  LiveCodes<T> codes() const {
    return {reinterpret_cast<const T*>(codes_.data())};
  }
  void widen(std::int64_t encoded);

  std::uint32_t doc_count_;
  CodeRange range_;
  ZeroedBytes codes_;
  std::atomic<std::int64_t> low_{std::numeric_limits<std::int64_t>::max()};
  std::atomic<std::int64_t> high_{std::numeric_limits<std::int64_t>::min()};
};

}  // namespace aisle::engine
