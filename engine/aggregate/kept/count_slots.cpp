#include "engine/aggregate/kept/count_slots.hpp"

#include <algorithm>

#include "engine/aggregate/count/ordinal_counter.hpp"

namespace aisle::engine {

void OrdinalSlots::count(std::span<const std::uint32_t> docs, std::uint32_t* counts) const {
  OrdinalCounter counter;
  counter.begin(column_);
  counter.count(docs);
  const auto counted = counter.fold();
  for (std::size_t i = 0; i < counted.size(); ++i) counts[i] += counted[i];
  counts[column_.term_count()] += static_cast<std::uint32_t>(counter.missing());
}

void OrdinalSlots::add(std::uint32_t doc, std::uint32_t delta, std::uint32_t* counts) const {
  bool any = false;
  column_.for_each(DocId{doc}, [&](std::uint32_t ordinal) {
    any = true;
    counts[ordinal] += delta;
  });
  if (!any) counts[column_.term_count()] += delta;
}

NumberSlots::NumberSlots(const NumericColumn& column, std::span<const std::int64_t> edges)
    : column_(column), by_code_(edges.empty()), edges_(edges.begin(), edges.end()) {}

std::uint32_t NumberSlots::slot_of(std::uint64_t code) const {
  if (by_code_) return static_cast<std::uint32_t>(code);
  if (column_.is_live() && code == 0) return 0;
  const auto encoded = static_cast<std::int64_t>(static_cast<std::uint64_t>(column_.base()) + code);
  const auto past = std::upper_bound(edges_.begin(), edges_.end(), encoded);
  return 1 + static_cast<std::uint32_t>(past - edges_.begin());
}

void NumberSlots::count(std::span<const std::uint32_t> docs, std::uint32_t* counts) const {
  column_.visit_codes([&](auto codes, auto present) {
    for (const std::uint32_t doc : docs) ++counts[present(doc) ? slot_of(codes(doc)) : 0];
  });
}

void NumberSlots::add(std::uint32_t doc, std::uint32_t delta, std::uint32_t* counts) const {
  column_.visit_codes(
      [&](auto codes, auto present) { counts[present(doc) ? slot_of(codes(doc)) : 0] += delta; });
}

void NumberSlots::append_key(std::string& key) const {
  key += 'n';
  key.append(reinterpret_cast<const char*>(edges_.data()), edges_.size() * sizeof(std::int64_t));
}

}  // namespace aisle::engine
