#include "engine/query/plan/filter_plan.hpp"

#include <algorithm>

#include "engine/query/iterators/constant_iterator.hpp"
#include "engine/query/iterators/doc_list_iterator.hpp"
#include "engine/query/iterators/exists_iterator.hpp"
#include "engine/query/iterators/numeric_range_iterator.hpp"
#include "engine/query/iterators/numeric_set_iterator.hpp"
#include "engine/query/iterators/ordinal_range_iterator.hpp"
#include "engine/query/plan/prefix_unions.hpp"

namespace aisle::engine {
namespace {

std::uint64_t postings_in(const FieldIndex& index, const TermSetPlan::Ranges& ranges) {
  std::uint64_t sum = 0;
  for (const auto& [first, last] : ranges) {
    for (std::uint32_t term = first; term < last; ++term) sum += index.doc_freq(TermId{term});
  }
  return sum;
}

}  // namespace

IteratorPtr ConstantPlan::iterator(const SegmentInput& input, bool scored) const {
  IteratorPtr matches = matches_->iterator(input, false);
  if (matches == nullptr || !scored) return matches;
  return std::make_unique<ConstantIterator>(std::move(matches), score_);
}

IteratorPtr TermSetPlan::iterator(const SegmentInput& input, bool) const {
  const Ranges& ranges = ranges_[input.ordinal];
  const FieldIndex* index = input.segment.field_index(field_);
  if (index == nullptr || ranges.empty()) return nullptr;
  const std::uint32_t doc_count = input.segment.doc_count();
  if (const PrefixUnions::Union* kept = kept_union(*index, input)) {
    return std::make_unique<BitsetIterator>(kept->docs, doc_count, kept->doc_count, score_);
  }
  const std::uint64_t postings = postings_in(*index, ranges);
  // A run of ordinals compares faster than so many postings can be written to a set.
  const OrdinalColumn* column = input.segment.ordinals(field_);
  if (ranges.size() == 1 && column != nullptr && !column->is_multi_valued() && postings > doc_count / 8) {
    return std::make_unique<OrdinalRangeIterator>(*column, ranges[0].first, ranges[0].second, doc_count, score_);
  }
  return std::make_unique<BitsetIterator>(union_of(*index, input), doc_count,
                                          std::min<std::uint64_t>(postings, doc_count), score_);
}

/// What the segment keeps for the prefix, or null.
const PrefixUnions::Union* TermSetPlan::kept_union(const FieldIndex& index, const SegmentInput& input) const {
  const auto& [first, last] = ranges_[input.ordinal].front();
  const std::uint32_t doc_count = input.segment.doc_count();
  if (!of_prefix_ || !PrefixUnions::is_worth_while(index, first, last, doc_count)) return nullptr;
  const auto& unions = input.segment.derived().get<PrefixUnions>(
      DerivedKind::prefix_unions, field_, [&] { return std::make_unique<PrefixUnions>(index, doc_count); });
  return unions.find(first, last);
}

std::shared_ptr<const DocBitset> TermSetPlan::union_of(const FieldIndex& index, const SegmentInput& input) const {
  MutexLock lock(mutex_);
  std::shared_ptr<const DocBitset>& kept = sets_[input.ordinal];
  if (kept != nullptr) return kept;
  auto set = std::make_shared<DocBitset>(input.segment.doc_count());
  for (const auto& [first, last] : ranges_[input.ordinal]) add_postings(index, first, last, *set);
  return kept = std::move(set);
}

std::pair<std::int64_t, std::int64_t> NumericRangePlan::encoded_bounds(const NumericColumn& column) const {
  if (class_ != ValueClass::real) return {bounds_.low, bounds_.high};
  return column.encoding().range(bounds_.from, bounds_.include_from, bounds_.to, bounds_.include_to);
}

bool NumericRangePlan::add_facts(const SegmentInput& input, Facts& facts) const {
  const NumericColumn* column = input.segment.numbers(field_);
  if (column == nullptr) return false;
  const auto [low, high] = encoded_bounds(*column);
  facts.ranges.push_back({column, low, high});
  return true;
}

IteratorPtr NumericRangePlan::iterator(const SegmentInput& input, bool) const {
  const NumericColumn* column = input.segment.numbers(field_);
  if (column == nullptr) return nullptr;
  const auto [low, high] = encoded_bounds(*column);
  if (low > high) return nullptr;
  if (!column->is_live()) {
    const auto held = column->bounds();
    if (!held || held->first > high || held->second < low) return nullptr;
  }
  return std::make_unique<NumericRangeIterator>(*column, low, high, input.segment.doc_count(), score_);
}

IteratorPtr NumericSetPlan::iterator(const SegmentInput& input, bool) const {
  const NumericColumn* column = input.segment.numbers(field_);
  if (column == nullptr) return nullptr;
  std::vector<std::int64_t> values = integers_;
  for (const double real : reals_) {
    const auto [low, high] = column->encoding().range(real, true, real, true);
    if (low <= high) values.push_back(low);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.empty()) return nullptr;
  const std::uint32_t doc_count = input.segment.doc_count();
  if (values.size() == 1) {
    return std::make_unique<NumericRangeIterator>(*column, values[0], values[0], doc_count, score_);
  }
  return std::make_unique<NumericSetIterator>(*column, std::move(values), doc_count, score_);
}

IteratorPtr ExistsPlan::iterator(const SegmentInput& input, bool) const {
  if (fields_.empty()) return nullptr;
  return std::make_unique<ExistsIterator>(input.segment, fields_, score_);
}

IteratorPtr IdsPlan::iterator(const SegmentInput& input, bool) const {
  std::vector<DocId> docs;
  for (const std::string& id : ids_) {
    const std::optional<DocId> doc = input.segment.find_doc(id);
    if (doc) docs.push_back(*doc);
  }
  if (docs.empty()) return nullptr;
  std::sort(docs.begin(), docs.end());
  docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  return std::make_unique<DocListIterator>(std::move(docs), input.segment.doc_count(), score_);
}

}  // namespace aisle::engine
