#include "engine/index/columns/numeric_column_writer.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace aisle::engine {
namespace {

std::uint8_t width_for(std::uint64_t spread) {
  return spread <= 0xFF ? 1 : spread <= 0xFFFF ? 2 : spread <= 0xFFFFFFFF ? 4 : 8;
}

template <class T>
void put_as(const std::vector<std::uint64_t>& offsets_from_base, ByteWriter& out) {
  std::vector<T> narrow(offsets_from_base.size());
  std::transform(offsets_from_base.begin(), offsets_from_base.end(), narrow.begin(),
                 [](std::uint64_t value) { return static_cast<T>(value); });
  out.append(std::as_bytes(std::span(narrow)));
}

void put_values(const std::vector<std::uint64_t>& values, std::uint8_t width, ByteWriter& out) {
  switch (width) {
    case 1: return put_as<std::uint8_t>(values, out);
    case 2: return put_as<std::uint16_t>(values, out);
    case 4: return put_as<std::uint32_t>(values, out);
    default: return put_as<std::uint64_t>(values, out);
  }
}

void put_presence(const std::vector<std::uint32_t>& docs, std::uint32_t doc_count, ByteWriter& out) {
  std::vector<std::uint64_t> words((std::size_t{doc_count} + 63) / 64, 0);
  for (const std::uint32_t doc : docs) words[doc >> 6] |= std::uint64_t{1} << (doc & 63);
  out.append(std::as_bytes(std::span(words)));
}

void put_offsets(const std::vector<std::uint32_t>& docs, std::uint32_t doc_count, ByteWriter& out) {
  std::size_t at = 0;
  for (std::uint32_t doc = 0; doc <= doc_count; ++doc) {
    while (at < docs.size() && docs[at] < doc) ++at;
    out.put(static_cast<std::uint32_t>(at));
  }
  out.align(8);
}

}  // namespace

void NumericColumnWriter::keep_last_values() {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < docs_.size(); ++i) {
    if (kept > 0 && docs_[kept - 1] == docs_[i]) --kept;
    docs_[kept] = docs_[i];
    values_[kept++] = values_[i];
  }
  docs_.resize(kept);
  values_.resize(kept);
}

NumericEncoding NumericColumnWriter::choose_encoding() const {
  if (value_class_ == ValueClass::integer) return {};
  std::vector<double> reals(values_.size());
  std::transform(values_.begin(), values_.end(), reals.begin(), [](std::int64_t v) { return std::bit_cast<double>(v); });
  return NumericEncoding::for_reals(reals);
}

std::vector<std::int64_t> NumericColumnWriter::encode(const NumericEncoding& encoding) const {
  if (value_class_ == ValueClass::integer) return values_;
  std::vector<std::int64_t> encoded(values_.size());
  std::transform(values_.begin(), values_.end(), encoded.begin(),
                 [&](std::int64_t v) { return encoding.encode(std::bit_cast<double>(v)); });
  return encoded;
}

void NumericColumnWriter::sort_documents(std::vector<std::int64_t>& encoded) const {
  for (std::size_t begin = 0; begin < docs_.size();) {
    std::size_t end = begin + 1;
    while (end < docs_.size() && docs_[end] == docs_[begin]) ++end;
    if (end - begin > 1) {
      std::sort(encoded.begin() + static_cast<std::ptrdiff_t>(begin), encoded.begin() + static_cast<std::ptrdiff_t>(end));
    }
    begin = end;
  }
}

std::vector<std::byte> NumericColumnWriter::finish(std::uint32_t doc_count) const {
  const NumericEncoding encoding = choose_encoding();
  std::vector<std::int64_t> encoded = encode(encoding);
  sort_documents(encoded);

  NumericColumn::Header header;
  header.value_class = value_class_;
  header.encoding = encoding.kind;
  header.scale = encoding.scale;
  header.multi_valued = std::adjacent_find(docs_.begin(), docs_.end()) != docs_.end() ? 1 : 0;
  header.has_presence = header.multi_valued == 0 && docs_.size() != doc_count ? 1 : 0;
  if (!encoded.empty()) {
    header.low = *std::min_element(encoded.begin(), encoded.end());
    header.high = *std::max_element(encoded.begin(), encoded.end());
    header.base = header.low;
    header.width = width_for(static_cast<std::uint64_t>(header.high) - static_cast<std::uint64_t>(header.low));
  }
  std::vector<std::uint64_t> stored(header.multi_valued != 0 ? encoded.size() : doc_count, 0);
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    stored[header.multi_valued != 0 ? i : docs_[i]] =
        static_cast<std::uint64_t>(encoded[i]) - static_cast<std::uint64_t>(header.base);
  }
  header.value_count = static_cast<std::uint32_t>(stored.size());
  ByteWriter out;
  out.put(header);
  if (header.has_presence != 0) put_presence(docs_, doc_count, out);
  if (header.multi_valued != 0) put_offsets(docs_, doc_count, out);
  put_values(stored, header.width, out);
  return std::move(out).take();
}

}  // namespace aisle::engine
