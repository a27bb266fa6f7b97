#include "engine/query/collect/scaled_sort_key.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/query/collect/numeric_sort_key.hpp"

namespace aisle::engine {
namespace {

class ScaledKey final : public SegmentSortKey, public ColumnKey {
 public:
  ScaledKey(const NumericColumn& column, const NumericSort& sort, std::int64_t missing_key)
      : column_(column), sort_(sort), missing_key_(missing_key) {}

  std::int64_t key(DocId doc, float) override {
    const std::uint32_t one = index_of(doc);
    std::int64_t out = missing_key_;
    list_keys({&one, 1}, &out);
    return out;
  }
  void list_keys(std::span<const std::uint32_t> docs, std::int64_t* out) override {
    for_each_single(
        column_, docs, [&](std::size_t i, std::int64_t encoded) { out[i] = directed(encoded, sort_.descending); },
        [&](std::size_t i) { out[i] = missing_key_; });
  }
  const ColumnKey* column_key() const override { return this; }
  FieldId field() const override { return sort_.field; }
  const NumericColumn& column() const override { return column_; }
  std::int64_t key_of(std::uint64_t code) const override {
    const auto encoded = static_cast<std::int64_t>(static_cast<std::uint64_t>(column_.base()) + code);
    return code == 0 ? missing_key_ : directed(encoded, sort_.descending);
  }
  std::optional<KeyRange> keys_of(std::int64_t low, std::int64_t high) const override {
    return sort_.descending ? KeyRange::of(~high, ~low, missing_key_) : KeyRange::of(low, high, missing_key_);
  }
  void append_settings(std::string& out) const override { engine::append_settings(sort_, out); }
  MergeKey merge_key(std::int64_t key) override {
    if (key == missing_key_) return {.number = sort_.missing_key, .text = {}};
    const double value = column_.as_double(directed(key, sort_.descending));
    return {.number = directed(ordered_bits(value), sort_.descending), .text = {}};
  }
  AfterBound after(const Value& value) override {
    if (is_null(value)) return {.key = missing_key_};
    const double number = real_of(value);
    if (directed(ordered_bits(number), sort_.descending) == sort_.missing_key) return {.key = missing_key_};
    const auto [least, greatest] = column_.encoding().range(number, true, std::nullopt, false);
    // Scaled integers are far from the ends, which stand for missing values.
    if (least > greatest) return {.key = directed(INT64_MAX - 1, sort_.descending)};
    // A value with the least integer that is not below the number comes after it, or with it.
    return {.key = directed(std::max(least, INT64_MIN + 1), sort_.descending),
            .exact = column_.as_double(least) == number,
            .key_is_after = !sort_.descending};
  }

 private:
  const NumericColumn& column_;
  NumericSort sort_;
  std::int64_t missing_key_;
};

/// Missing values as a key that compares with scaled integers as sort.missing_key does with their numbers.
std::optional<std::int64_t> scaled_missing_key(const NumericEncoding& encoding, const NumericSort& sort) {
  const double missing = from_ordered_bits(directed(sort.missing_key, sort.descending));
  if (std::isinf(missing)) return directed(missing > 0 ? INT64_MAX : INT64_MIN, sort.descending);
  if (!encoding.holds(missing)) return std::nullopt;
  return directed(encoding.encode(missing), sort.descending);
}

}  // namespace

std::unique_ptr<SegmentSortKey> make_scaled_key(const NumericColumn& column, const NumericSort& sort) {
  const bool scaled = column.encoding().kind == NumericEncoding::Kind::scaled;
  if (!scaled || !sort.is_real || column.is_multi_valued()) return nullptr;
  const std::optional<std::int64_t> missing_key = scaled_missing_key(column.encoding(), sort);
  if (!missing_key) return nullptr;
  return std::make_unique<ScaledKey>(column, sort, *missing_key);
}

}  // namespace aisle::engine
