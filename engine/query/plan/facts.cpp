#include "engine/query/plan/facts.hpp"

#include <algorithm>

namespace aisle::engine {
namespace {

/// Keeps what `holds` of, without a branch on it.
template <class Holds>
std::size_t keep_if(std::span<std::uint32_t> docs, Holds&& holds) {
  std::size_t kept = 0;
  for (const std::uint32_t doc : docs) {
    docs[kept] = doc;
    kept += holds(doc) ? 1 : 0;
  }
  return kept;
}

std::size_t keep_term(std::span<std::uint32_t> docs, const TermFact& fact) {
  const std::uint32_t wanted = index_of(fact.term);
  if (!fact.column->is_multi_valued()) {
    return fact.column->visit_single(
        [&](auto ordinals) { return keep_if(docs, [&](std::uint32_t doc) { return ordinals[doc] == wanted; }); });
  }
  return keep_if(docs, [&](std::uint32_t doc) {
    bool found = false;
    fact.column->for_each(DocId{doc}, [&](std::uint32_t ordinal) { found |= ordinal == wanted; });
    return found;
  });
}

std::size_t keep_range(std::span<std::uint32_t> docs, const RangeFact& fact) {
  if (fact.column->is_multi_valued()) {
    return keep_if(docs, [&](std::uint32_t doc) {
      bool found = false;
      fact.column->for_each(DocId{doc}, [&](std::int64_t value) { found |= value >= fact.low && value <= fact.high; });
      return found;
    });
  }
  const bool live = fact.column->is_live();
  return fact.column->visit_single([&](auto values, auto present) {
    return keep_if(docs, [&](std::uint32_t doc) {
      const std::int64_t value = values(doc);
      const bool has_value = live ? value != kMissingLiveValue : present(doc);
      return has_value & (value >= fact.low) & (value <= fact.high);
    });
  });
}

}  // namespace

const TermFact* Facts::rarest_term() const {
  const auto rarest = std::min_element(terms.begin(), terms.end(),
                                       [](const auto& a, const auto& b) { return a.doc_freq < b.doc_freq; });
  return rarest == terms.end() ? nullptr : &*rarest;
}

const RangeFact* Facts::only_range_of(const NumericColumn& column) const {
  const auto is_of = [&](const RangeFact& fact) { return fact.column == &column; };
  const auto found = std::find_if(ranges.begin(), ranges.end(), is_of);
  return std::count_if(ranges.begin(), ranges.end(), is_of) == 1 ? &*found : nullptr;
}

std::size_t Facts::keep(std::span<std::uint32_t> docs, const Known& known) const {
  for (const TermFact& fact : terms) {
    if (&fact != known.term) docs = docs.first(keep_term(docs, fact));
  }
  for (const RangeFact& fact : ranges) {
    if (&fact != known.range) docs = docs.first(keep_range(docs, fact));
  }
  return docs.size();
}

}  // namespace aisle::engine
