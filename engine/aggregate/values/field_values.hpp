#pragma once
// An aggregation's field over all targets of a request: what kind of values it has, and its columns per segment.
//
// Values of all segments meet as keys: integers as they are, reals as the bits of their double. Segments may encode
// one field differently, so encoded values never leave their segment.

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "engine/aggregate/aggregator.hpp"
#include "engine/aggregate/values/number_text.hpp"

namespace aisle::engine {

/// What an aggregation is called in a request ("terms") and by its user, for messages.
struct AggregationLabel {
  const char* type = "";
  std::string_view name;
};

/// One field's columns in one segment. Views the segment. All null where no document has the field.
struct SegmentValues {
  const OrdinalColumn* ordinals = nullptr;
  const FieldIndex* terms = nullptr;
  const NumericColumn* numbers = nullptr;
  bool indexed = false;
  FieldId field = kNoField;
  ValueClass keys = ValueClass::terms;

  bool any() const { return ordinals != nullptr || numbers != nullptr; }
  std::int64_t key(std::int64_t encoded) const {
    return keys == ValueClass::integer && numbers->value_class() == ValueClass::integer
               ? encoded
               : std::bit_cast<std::int64_t>(numbers->as_double(encoded));
  }
  /// Calls on_value(i, encoded) for each value of docs[i], increasing, on_none(i) where it has none.
  /// REQUIRES: numbers != nullptr.
  template <class OnValue, class OnNone>
  void for_each_number(std::span<const std::uint32_t> docs, OnValue&& on_value, OnNone&& on_none) const {
    if (!numbers->is_multi_valued() && !numbers->is_live()) {
      numbers->visit_single([&](auto values, auto present) {
        for (std::size_t i = 0; i < docs.size(); ++i) present(docs[i]) ? on_value(i, values(docs[i])) : on_none(i);
      });
      return;
    }
    for (std::size_t i = 0; i < docs.size(); ++i) {
      bool any_value = false;
      numbers->for_each(DocId{docs[i]}, [&](std::int64_t encoded) {
        any_value = true;
        on_value(i, encoded);
      });
      if (!any_value) on_none(i);
    }
  }
};

/// Resolved once per request. Immutable.
class FieldValues {
 public:
  struct Wish {
    std::string field;
    Value missing;       ///< null: documents without a value do not count
    std::string format;  ///< dates: overrides the field's
    bool numbers_only = false;
  };
  /// Errors: invalid_argument where the field cannot be aggregated so, or `missing` does not parse.
  static Result<FieldValues> resolve(const AggregationLabel& label, Wish wish, const AggregationContext& context);

  bool is_mapped() const { return type_.has_value(); }
  /// Of the first target that has the field; what `missing` suggests where none has.
  FieldType type() const { return type_.value_or(fallback_type_); }
  std::optional<FieldType> mapped_type() const { return type_; }
  ValueClass keys() const { return keys_; }
  const std::string& format() const { return format_; }
  EpochMillis now_ms() const { return now_ms_; }

  SegmentValues open(const SegmentView& view, const Schema& schema) const;

  bool has_missing() const { return !is_null(wish_.missing); }
  std::int64_t missing_key() const { return missing_key_; }          ///< numbers
  const std::string& missing_text() const { return missing_text_; }  ///< terms

  double number(std::int64_t key) const {
    return keys_ == ValueClass::integer ? static_cast<double>(key) : std::bit_cast<double>(key);
  }
  /// A request's value as this field has it. Errors: invalid_argument "number_format_exception" and the like.
  Result<double> number_from(const Value& value) const;
  Result<std::int64_t> key_from(const Value& value) const;
  /// A key as results show it, and its text for dates and booleans.
  Value value_of(std::int64_t key) const;
  std::string text_of(std::int64_t key) const;

 private:
  Status take_type(const AggregationLabel& label, const SearchTarget& target);
  void guess_type();
  Status take_missing();

  Wish wish_;
  EpochMillis now_ms_ = 0;
  std::optional<FieldType> type_;
  FieldType fallback_type_ = FieldType::keyword;
  ValueClass keys_ = ValueClass::terms;
  std::string format_;
  std::int64_t missing_key_ = 0;
  std::string missing_text_;
};

}  // namespace aisle::engine
