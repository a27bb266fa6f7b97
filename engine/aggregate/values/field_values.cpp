#include "engine/aggregate/values/field_values.hpp"

#include <cmath>
#include <utility>

#include "engine/aggregate/values/parse_number.hpp"
#include "engine/schema/date_format.hpp"

namespace aisle::engine {
namespace {

Error refuse(std::string message, std::string_view kind = "illegal_argument_exception", std::string subject = {}) {
  return {ErrorCode::invalid_argument, std::move(message), kind, std::move(subject)};
}

Error fielddata_disabled(const Field& field, const std::string& index) {
  return refuse("Fielddata is disabled on [" + field.name + "] in [" + index +
                    "]. Text fields are not optimised for operations that require per-document field data like "
                    "aggregations and sorting, so these operations are disabled by default. Please use a keyword "
                    "field instead. Alternatively, set fielddata=true on [" +
                    field.name +
                    "] in order to load field data by uninverting the inverted index. Note that this can use "
                    "significant memory.",
                "illegal_argument_exception", field.name);
}

Error no_column(const Field& field) {
  return refuse("Can't load fielddata on [" + field.name + "] because fielddata is unsupported on fields of type [" +
                    std::string(to_string(field.type)) + "]. Use doc values instead.",
                "illegal_argument_exception", field.name);
}

Error two_types(const AggregationLabel& label) {
  return refuse("Merging/Reducing the aggregations failed when computing the aggregation [" + std::string(label.name) +
                    "] because the field you gave in the aggregation query existed as two different types in two "
                    "different indices",
                "aggregation_execution_exception");
}

}  // namespace

Result<FieldValues> FieldValues::resolve(const AggregationLabel& label, Wish wish, const AggregationContext& context) {
  FieldValues values;
  values.wish_ = std::move(wish);
  values.now_ms_ = context.now_ms;
  values.format_ = values.wish_.format;
  for (const SearchTarget& target : context.targets) {
    if (Status taken = values.take_type(label, target); !taken) return std::move(taken).error();
  }
  if (!values.type_) values.guess_type();
  if (Status taken = values.take_missing(); !taken) return std::move(taken).error();
  return values;
}

Status FieldValues::take_type(const AggregationLabel& label, const SearchTarget& target) {
  const Field* field = target.snapshot->schema().find(wish_.field);
  if (field == nullptr) return {};
  if (!field->has_column && !field->live) {
    return field->is_text() ? fielddata_disabled(*field, target.index) : no_column(*field);
  }
  const ValueClass keys = value_class(field->type);
  if (wish_.numbers_only && keys == ValueClass::terms) {
    return refuse("Field [" + field->name + "] of type [" + std::string(to_string(field->type)) +
                      "] is not supported for aggregation [" + label.type + "]",
                  "illegal_argument_exception", field->name);
  }
  if (!type_) {
    type_ = field->type;
    keys_ = keys;
    if (format_.empty()) format_ = field->date_format;
    return {};
  }
  if ((keys == ValueClass::terms) != (keys_ == ValueClass::terms)) return two_types(label);
  if (keys == ValueClass::real) keys_ = ValueClass::real;
  return {};
}

void FieldValues::guess_type() {
  if (std::holds_alternative<std::string>(wish_.missing) || is_null(wish_.missing)) {
    fallback_type_ = wish_.numbers_only ? FieldType::double_number : FieldType::keyword;
  } else if (std::holds_alternative<bool>(wish_.missing)) {
    fallback_type_ = FieldType::boolean;
  } else {
    const bool whole = std::holds_alternative<std::int64_t>(wish_.missing);
    fallback_type_ = whole ? FieldType::long_number : FieldType::double_number;
  }
  keys_ = value_class(fallback_type_);
}

Status FieldValues::take_missing() {
  if (!has_missing()) return {};
  if (keys_ == ValueClass::terms) {
    missing_text_ = value_text(wish_.missing);
    return {};
  }
  Result<std::int64_t> key = key_from(wish_.missing);
  if (!key) return std::move(key).error();
  missing_key_ = *key;
  return {};
}

SegmentValues FieldValues::open(const SegmentView& view, const Schema& schema) const {
  SegmentValues values;
  values.keys = keys_;
  const Field* field = schema.find(wish_.field);
  if (field == nullptr) return values;
  values.indexed = field->indexed;
  values.field = field->id;
  if (keys_ == ValueClass::terms) {
    values.ordinals = view.segment->ordinals(field->id);
    values.terms = view.segment->field_index(field->id);
    if (values.terms == nullptr) values.ordinals = nullptr;
  } else {
    values.numbers = view.segment->numbers(field->id);
  }
  return values;
}

Result<double> FieldValues::number_from(const Value& value) const {
  if (type() == FieldType::date && std::holds_alternative<std::string>(value)) {
    const std::string_view format = format_.empty() ? kDefaultDateFormat : std::string_view(format_);
    Result<EpochMillis> date = parse_date(std::get<std::string>(value), format, {.now = now_ms_});
    if (!date) return std::move(date).error();
    return static_cast<double>(*date);
  }
  return parse_number(value, type());
}

Result<std::int64_t> FieldValues::key_from(const Value& value) const {
  if (keys_ == ValueClass::integer && std::holds_alternative<std::int64_t>(value)) {
    return std::get<std::int64_t>(value);
  }
  Result<double> number = number_from(value);
  if (!number) return std::move(number).error();
  if (keys_ == ValueClass::real) return std::bit_cast<std::int64_t>(*number);
  return clamp_to_int64(*number);
}

Value FieldValues::value_of(std::int64_t key) const {
  if (type() == FieldType::boolean && keys_ == ValueClass::integer) return key != 0;
  if (keys_ == ValueClass::real) return std::bit_cast<double>(key);
  return key;
}

std::string FieldValues::text_of(std::int64_t key) const {
  if (keys_ != ValueClass::integer) return {};
  if (type() == FieldType::boolean) return key != 0 ? "true" : "false";
  return type() == FieldType::date ? date_text(key, format_) : std::string();
}

}  // namespace aisle::engine
