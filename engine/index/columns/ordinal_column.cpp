#include "engine/index/columns/ordinal_column.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace aisle::engine {
namespace {

std::uint8_t width_for(std::uint32_t greatest) { return greatest <= 0xFF ? 1 : greatest <= 0xFFFF ? 2 : 4; }

template <class T>
void put_as(const std::vector<std::uint32_t>& values, ByteWriter& out) {
  const std::vector<T> narrow(values.begin(), values.end());
  out.append(std::as_bytes(std::span(narrow)));
}

void put_values(const std::vector<std::uint32_t>& values, std::uint8_t width, ByteWriter& out) {
  switch (width) {
    case 1: return put_as<std::uint8_t>(values, out);
    case 2: return put_as<std::uint16_t>(values, out);
    default: return put_as<std::uint32_t>(values, out);
  }
}

Error wrong(const char* what) { return Error(ErrorCode::data_corrupt, what); }

}  // namespace

Result<OrdinalColumn> OrdinalColumn::open(std::span<const std::byte> section, std::uint32_t doc_count,
                                          std::uint32_t term_count, bool verify) {
  ByteReader reader(section);
  const auto header = reader.get<Header>();
  if (!reader.ok()) return wrong("shorter than its header");
  if (header.term_count != term_count) return wrong("term count differs from the dictionary's");
  if (header.width != 1 && header.width != 2 && header.width != 4) return wrong("unknown width");
  OrdinalColumn column;
  column.term_count_ = term_count;
  column.width_ = header.width;
  column.value_count_ = header.value_count;
  if (header.multi_valued != 0) {
    const auto offsets = reader.get_bytes((std::size_t{doc_count} + 1) * 4);
    column.offsets_ = {reinterpret_cast<const std::uint32_t*>(offsets.data()), offsets.size() / 4};
    reader.get_bytes((8 - reader.offset() % 8) % 8);
  } else if (header.value_count != doc_count) {
    return wrong("wrong number of values");
  }
  column.values_ = reader.get_bytes(std::size_t{header.value_count} * header.width).data();
  if (!reader.ok()) return wrong("shorter than its values");
  if (const char* fault = verify ? column.find_fault() : nullptr) return wrong(fault);
  if (!column.is_multi_valued()) return column;
  OrdinalSets sets = OrdinalSets::of(column.offsets_, column.values_, column.width_);
  if (!sets.empty()) column.sets_ = std::make_shared<const OrdinalSets>(std::move(sets));
  return column;
}

const char* OrdinalColumn::find_fault() const {
  if (is_multi_valued()) {
    if (offsets_.front() != 0 || offsets_.back() != value_count_) return "offsets do not cover the values";
    if (!std::is_sorted(offsets_.begin(), offsets_.end())) return "offsets decrease";
  }
  const std::uint32_t limit = is_multi_valued() ? term_count_ : term_count_ + 1;
  for (std::size_t i = 0; i < value_count_; ++i) {
    if (value(i) >= limit) return "ordinal past the dictionary";
  }
  return nullptr;
}

void OrdinalColumnWriter::sort_documents() {
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < docs_.size();) {
    std::size_t end = begin + 1;
    while (end < docs_.size() && docs_[end] == docs_[begin]) ++end;
    const auto first = ordinals_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = ordinals_.begin() + static_cast<std::ptrdiff_t>(end);
    if (end - begin > 1) std::sort(first, last);
    const auto distinct = static_cast<std::size_t>(std::unique(first, last) - first);
    for (std::size_t i = 0; i < distinct; ++i, ++kept) {
      docs_[kept] = docs_[begin];
      ordinals_[kept] = ordinals_[begin + i];
    }
    begin = end;
  }
  docs_.resize(kept);
  ordinals_.resize(kept);
}

std::vector<std::byte> OrdinalColumnWriter::finish(std::uint32_t doc_count, std::uint32_t term_count) && {
  sort_documents();
  OrdinalColumn::Header header;
  header.term_count = term_count;
  header.multi_valued = std::adjacent_find(docs_.begin(), docs_.end()) != docs_.end() ? 1 : 0;
  header.width = width_for(term_count);
  ByteWriter out;
  if (header.multi_valued != 0) {
    header.value_count = static_cast<std::uint32_t>(ordinals_.size());
    out.put(header);
    std::size_t at = 0;
    for (std::uint32_t doc = 0; doc <= doc_count; ++doc) {
      while (at < docs_.size() && docs_[at] < doc) ++at;
      out.put(static_cast<std::uint32_t>(at));
    }
    out.align(8);
    put_values(ordinals_, header.width, out);
  } else {
    header.value_count = doc_count;
    out.put(header);
    std::vector<std::uint32_t> dense(doc_count, term_count);
    for (std::size_t i = 0; i < docs_.size(); ++i) dense[docs_[i]] = ordinals_[i];
    put_values(dense, header.width, out);
  }
  return std::move(out).take();
}

}  // namespace aisle::engine
