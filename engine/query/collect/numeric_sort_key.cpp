#include "engine/query/collect/numeric_sort_key.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/index/list_bits.hpp"
#include "engine/query/collect/numeric_sort.hpp"
#include "engine/query/collect/scaled_sort_key.hpp"
#include "engine/query/rewrite/field_value_text.hpp"

namespace aisle::engine {

double real_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  const std::string text = text_of(value);
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::strtod(text.c_str(), nullptr);
}

namespace {

using Mode = SortKey::Mode;

/// Keys are directed integers that compare across segments: values of integer fields, ordered bits of real ones.
class NumericKey final : public SegmentSortKey, public ColumnKey {
 public:
  NumericKey(const NumericColumn* column, const NumericSort& sort) : column_(column), sort_(sort) {}

  std::int64_t key(DocId doc, float) override {
    if (column_ == nullptr) return sort_.missing_key;
    if (!column_->is_multi_valued()) {
      bool any = false;
      std::int64_t one = 0;
      column_->for_each(doc, [&](std::int64_t encoded) {
        one = encoded;
        any = true;
      });
      return any ? directed(comparable(one), sort_.descending) : sort_.missing_key;
    }
    values_.clear();
    column_->for_each(doc, [&](std::int64_t encoded) { values_.push_back(encoded); });
    return values_.empty() ? sort_.missing_key : directed(chosen(), sort_.descending);
  }
  void window_keys(const Window& window, std::int64_t* out) override {
    if (column_ == nullptr || column_->is_multi_valued()) return SegmentSortKey::window_keys(window, out);
    std::array<std::uint32_t, kWindowSize + kListSlack> docs;
    std::array<std::int64_t, kWindowSize> keys;
    const std::size_t count = list_bits(window.bits.words.data(), kWindowWords, index_of(window.base), docs.data());
    list_keys(std::span(docs).first(count), keys.data());
    for (std::size_t i = 0; i < count; ++i) out[docs[i] - index_of(window.base)] = keys[i];
  }
  void list_keys(std::span<const std::uint32_t> docs, std::int64_t* out) override {
    if (column_ == nullptr || column_->is_multi_valued()) return SegmentSortKey::list_keys(docs, out);
    for_each_single(
        *column_, docs,
        [&](std::size_t i, std::int64_t encoded) { out[i] = directed(comparable(encoded), sort_.descending); },
        [&](std::size_t i) { out[i] = sort_.missing_key; });
  }
  const ColumnKey* column_key() const override {
    return column_ == nullptr || column_->is_multi_valued() ? nullptr : this;
  }
  FieldId field() const override { return sort_.field; }
  const NumericColumn& column() const override { return *column_; }
  std::int64_t key_of(std::uint64_t code) const override {
    const auto encoded = static_cast<std::int64_t>(static_cast<std::uint64_t>(column_->base()) + code);
    return code == 0 ? sort_.missing_key : directed(comparable(encoded), sort_.descending);
  }
  std::optional<KeyRange> keys_of(std::int64_t low, std::int64_t high) const override {
    if (sort_.is_real) return std::nullopt;  // bounds need not be the bits of any number
    return sort_.descending ? KeyRange::of(~high, ~low, sort_.missing_key) : KeyRange::of(low, high, sort_.missing_key);
  }
  void append_settings(std::string& out) const override { engine::append_settings(sort_, out); }
  MergeKey merge_key(std::int64_t key) override { return {.number = key, .text = {}}; }
  AfterBound after(const Value& value) override;

 private:
  std::int64_t comparable(std::int64_t encoded) const {
    return sort_.is_real ? ordered_bits(column_->as_double(encoded)) : encoded;
  }
  /// The one value that stands for the document's values.
  std::int64_t chosen() const {
    switch (sort_.mode) {
      case Mode::max: return comparable(values_.back());
      case Mode::sum: return from_real(sum());
      case Mode::avg: return from_real(sum() / static_cast<double>(values_.size()));
      case Mode::median: return from_real(median());
      default: return comparable(values_.front());
    }
  }
  double sum() const {
    double total = 0.0;
    for (const std::int64_t encoded : values_) total += column_->as_double(encoded);
    return total;
  }
  double median() const {
    const std::size_t middle = values_.size() / 2;
    if (values_.size() % 2 == 1) return column_->as_double(values_[middle]);
    return (column_->as_double(values_[middle - 1]) + column_->as_double(values_[middle])) / 2.0;
  }
  std::int64_t from_real(double value) const {
    return sort_.is_real ? ordered_bits(value) : static_cast<std::int64_t>(std::llround(value));
  }

  const NumericColumn* column_;
  NumericSort sort_;
  std::vector<std::int64_t> values_;
};

std::int64_t integer_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const auto* real = std::get_if<double>(&value)) {
    if (*real >= 9.2233720368547758e18) return INT64_MAX;
    return *real <= -9.2233720368547758e18 ? INT64_MIN : static_cast<std::int64_t>(*real);
  }
  const std::string text = text_of(value);
  if (text == "true") return 1;
  return std::strtoll(text.c_str(), nullptr, 10);
}

AfterBound NumericKey::after(const Value& value) {
  if (is_null(value)) return {.key = sort_.missing_key};
  const std::int64_t number = sort_.is_real ? ordered_bits(real_of(value)) : integer_of(value);
  return {.key = directed(number, sort_.descending)};
}

class NumericKeyPlan final : public SortKeyPlan {
 public:
  explicit NumericKeyPlan(const NumericSort& sort) : sort_(sort) {}
  std::unique_ptr<SegmentSortKey> bind(const SegmentView& view) const override {
    const NumericColumn* column = sort_.field == kNoField ? nullptr : view.segment->numbers(sort_.field);
    auto scaled = column == nullptr ? nullptr : make_scaled_key(*column, sort_);
    if (scaled != nullptr) return scaled;
    return std::make_unique<NumericKey>(column, sort_);
  }
  Value shown(const MergeKey& key) const override {
    const std::int64_t number = directed(key.number, sort_.descending);
    if (sort_.is_real) return from_ordered_bits(number);
    if (sort_.is_boolean && (number == 0 || number == 1)) return number == 1;
    return number;
  }
  bool descending() const override { return sort_.descending; }

 private:
  NumericSort sort_;
};

Mode effective_mode(const SortKey& key) {
  if (key.mode != Mode::by_order) return key.mode;
  return key.descending ? Mode::max : Mode::min;
}

/// The directed key of documents without a value: the greatest or least there is, shown as such.
Result<std::int64_t> missing_key(const SortKey& key, FieldType type) {
  const bool is_real = value_class(type) == ValueClass::real;
  if (key.missing == SortKey::Missing::value) {
    const Field field{.name = key.field, .type = type == FieldType::date ? FieldType::long_number : type};
    const Result<std::optional<FieldNumber>> number = field_number(field, key.missing_value);
    if (!number) return number.error();
    const FieldNumber value = number->value_or(FieldNumber{});
    return directed(is_real ? ordered_bits(value.real) : value.integer, key.descending);
  }
  const bool greatest = (key.missing == SortKey::Missing::last) != key.descending;
  if (!is_real) return directed(greatest ? INT64_MAX : INT64_MIN, key.descending);
  const double infinity = std::numeric_limits<double>::infinity();
  return directed(ordered_bits(greatest ? infinity : -infinity), key.descending);
}

}  // namespace

Result<std::unique_ptr<SortKeyPlan>> make_numeric_key(const SortKey& key, FieldId field, FieldType type) {
  const Result<std::int64_t> missing = missing_key(key, type);
  if (!missing) return missing.error();
  return std::unique_ptr<SortKeyPlan>(
      std::make_unique<NumericKeyPlan>(NumericSort{.field = field,
                                                   .is_real = value_class(type) == ValueClass::real,
                                                   .is_boolean = type == FieldType::boolean,
                                                   .descending = key.descending,
                                                   .mode = effective_mode(key),
                                                   .missing_key = *missing}));
}

}  // namespace aisle::engine
