#include "engine/index/live/live_values_access.hpp"

#include <cmath>

namespace aisle::engine {
namespace {

std::optional<std::int64_t> encode_value(const NumericColumn& column, const LiveChange& change) {
  if (!change.second) return std::nullopt;
  const auto* integer = std::get_if<std::int64_t>(&*change.second);
  if (column.value_class() == ValueClass::real) {
    const NumericEncoding encoding = NumericColumn::live_encoding(ValueClass::real);
    return encoding.encode(integer != nullptr ? static_cast<double>(*integer) : std::get<double>(*change.second));
  }
  return integer != nullptr ? *integer : static_cast<std::int64_t>(std::get<double>(*change.second));
}

LiveChange read_value(const Segment& segment, FieldId field, DocId doc) {
  const std::optional<std::int64_t> value = segment.live_value(field, doc);
  if (!value) return {field, std::nullopt};
  if (segment.numbers(field)->value_class() == ValueClass::integer) return {field, *value};
  return {field, NumericColumn::live_encoding(ValueClass::real).decode(*value)};
}

}  // namespace

void set_live_values(Segment& segment, DocId doc, std::span<const LiveChange> values) {
  for (const LiveChange& change : values) {
    const NumericColumn* column = segment.numbers(change.first);
    if (column == nullptr || !column->is_live()) continue;
    segment.set_live(change.first, doc, encode_value(*column, change));
  }
}

std::vector<LiveChange> live_values_of(const Segment& segment, DocId doc) {
  std::vector<LiveChange> values;
  for (const FieldId field : segment.live_fields()) values.push_back(read_value(segment, field, doc));
  return values;
}

void copy_live_state(Segment& to_segment, DocId to, const Segment& from_segment, DocId from) {
  if (from_segment.has_live_changes(from)) set_live_values(to_segment, to, live_values_of(from_segment, from));
  to_segment.set_version(to, from_segment.version(from), from_segment.sequence_number(from));
}

}  // namespace aisle::engine
