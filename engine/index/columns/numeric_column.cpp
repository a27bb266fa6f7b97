#include "engine/index/columns/numeric_column.hpp"

#include <algorithm>
#include <cmath>

#include "base/bytes.hpp"

namespace aisle::engine {
namespace {

Error wrong(const char* what) { return Error(ErrorCode::data_corrupt, what); }

void skip_padding(ByteReader& reader) { reader.get_bytes((8 - reader.offset() % 8) % 8); }

const char* find_header_fault(const NumericColumn::Header& header) {
  if (header.value_class != ValueClass::integer && header.value_class != ValueClass::real) return "unknown value class";
  if (header.encoding > NumericEncoding::Kind::double_bits) return "unknown encoding";
  if (header.width != 1 && header.width != 2 && header.width != 4 && header.width != 8) return "unknown width";
  if (!std::isfinite(header.scale) || header.scale <= 0) return "impossible scale";
  return nullptr;
}

}  // namespace

Result<NumericColumn> NumericColumn::open(std::span<const std::byte> section, std::uint32_t doc_count, bool verify) {
  ByteReader reader(section);
  const auto header = reader.get<Header>();
  if (!reader.ok()) return wrong("shorter than its header");
  if (const char* fault = find_header_fault(header)) return wrong(fault);
  NumericColumn column;
  column.value_class_ = header.value_class;
  column.encoding_ = {header.encoding, header.scale};
  column.width_ = header.width;
  column.base_ = header.base;
  column.low_ = header.low;
  column.high_ = header.high;
  if (header.has_presence != 0) {
    const auto words = reader.get_bytes((std::size_t{doc_count} + 63) / 64 * 8);
    column.presence_ = reinterpret_cast<const std::uint64_t*>(words.data());
  }
  if (header.multi_valued != 0) {
    const auto offsets = reader.get_bytes((std::size_t{doc_count} + 1) * 4);
    column.offsets_ = {reinterpret_cast<const std::uint32_t*>(offsets.data()), offsets.size() / 4};
    skip_padding(reader);
  } else if (header.value_count != doc_count) {
    return wrong("wrong number of values");
  }
  column.values_ = reader.get_bytes(std::size_t{header.value_count} * header.width).data();
  if (!reader.ok()) return wrong("shorter than its values");
  if (const char* fault = verify ? column.find_fault(header.value_count) : nullptr) return wrong(fault);
  return column;
}

const char* NumericColumn::find_fault(std::uint32_t value_count) const {
  if (!is_multi_valued()) return nullptr;
  if (offsets_.front() != 0 || offsets_.back() != value_count) return "offsets do not cover the values";
  return std::is_sorted(offsets_.begin(), offsets_.end()) ? nullptr : "offsets decrease";
}

std::optional<std::pair<std::int64_t, std::int64_t>> NumericColumn::bounds() const {
  if (live_ != nullptr) return live_->bounds();
  if (low_ > high_) return std::nullopt;
  return std::pair(low_, high_);
}

NumericEncoding NumericColumn::live_encoding(ValueClass value_class) {
  NumericEncoding encoding;
  if (value_class == ValueClass::real) encoding.kind = NumericEncoding::Kind::double_bits;
  return encoding;
}

NumericColumn NumericColumn::of_live(ValueClass value_class, NumericEncoding encoding, const LiveValues& values) {
  NumericColumn column;
  column.value_class_ = value_class;
  column.encoding_ = encoding;
  column.width_ = values.range().width;
  column.base_ = values.range().base;
  column.live_ = &values;
  return column;
}

}  // namespace aisle::engine
