#include "engine/aggregate/count/ordinal_counter.hpp"

#include <bit>

#include "engine/aggregate/count/count_spread.hpp"

namespace aisle::engine {
namespace {

template <class Codes>
void count_codes(const Codes& codes, std::span<const std::uint32_t> docs, std::span<std::uint32_t> counts) {
  count_spread(docs, counts, [&](std::uint32_t doc) { return codes[doc]; });
}

}  // namespace

void OrdinalCounter::begin(const OrdinalColumn& column) {
  column_ = &column;
  counts_.assign(std::size_t{column.term_count()} + 1, 0);
  set_counts_.clear();
  missing_ = 0;
}

void OrdinalCounter::count(std::span<const std::uint32_t> docs) {
  if (const OrdinalSets* sets = column_->sets()) {
    if (set_counts_.empty()) set_counts_.assign(sets->size(), 0);
    count_codes(sets->by_document(), docs, set_counts_);
  } else if (column_->is_multi_valued()) {
    column_->visit_multi([&](auto offsets, auto values) { count_multi(offsets, values, docs); });
  } else {
    column_->visit_single([&](auto ordinals) { count_codes(ordinals, docs, counts_); });
  }
}

void OrdinalCounter::take_sets_apart(const OrdinalSets& sets) {
  for (std::size_t set = 0; set < sets.size(); ++set) {
    const std::uint32_t docs = set_counts_[set];
    if (docs == 0) continue;
    bool has_value = false;
    column_->for_each(DocId{sets.example(set)}, [&](auto ordinal) {
      has_value = true;
      counts_[static_cast<std::size_t>(ordinal)] += docs;
    });
    if (!has_value) missing_ += docs;
  }
}

template <class Ordinal>
void OrdinalCounter::count_multi(std::span<const std::uint32_t> offsets, std::span<const Ordinal> values,
                                 std::span<const std::uint32_t> docs) {
  for (const std::uint32_t doc : docs) {
    const std::uint32_t end = offsets[doc + 1];
    missing_ += offsets[doc] == end ? 1 : 0;
    for (std::uint32_t at = offsets[doc]; at < end; ++at) ++counts_[values[at]];
  }
}

bool OrdinalCounter::count_all(const SegmentView& view, const FieldIndex& terms, bool need_missing) {
  const std::uint32_t docs = view.segment->doc_count();
  if (docs - view.live_count > docs / 4) return false;
  if (need_missing && column_->is_multi_valued()) return false;
  std::uint64_t with_value = 0;
  for (std::uint32_t ordinal = 0; ordinal + 1 < counts_.size(); ++ordinal) {
    counts_[ordinal] = terms.doc_freq(TermId{ordinal});
    with_value += counts_[ordinal];
  }
  if (!column_->is_multi_valued()) counts_.back() = docs - static_cast<std::uint32_t>(with_value);
  if (view.live != nullptr) remove_deleted(view);
  return true;
}

void OrdinalCounter::remove_deleted(const SegmentView& view) {
  const std::uint32_t docs = view.segment->doc_count();
  const auto words = view.live->words();
  for (std::uint32_t w = 0; w * 64 < docs; ++w) {
    std::uint64_t deleted = ~words[w];
    if (docs - w * 64 < 64) deleted &= (std::uint64_t{1} << (docs % 64)) - 1;
    for (; deleted != 0; deleted &= deleted - 1) {
      const DocId doc{w * 64 + static_cast<std::uint32_t>(std::countr_zero(deleted))};
      bool has_value = false;
      column_->for_each(doc, [&](auto ordinal) {
        has_value = true;
        --counts_[static_cast<std::size_t>(ordinal)];
      });
      if (!has_value && !column_->is_multi_valued()) --counts_.back();
    }
  }
}

void OrdinalCounter::take(std::span<const std::uint32_t> counts) {
  counts_.assign(counts.begin(), counts.end());
  missing_ = counts.back();
}

std::span<const std::uint32_t> OrdinalCounter::fold() {
  if (!set_counts_.empty()) take_sets_apart(*column_->sets());
  if (!column_->is_multi_valued()) missing_ = counts_.back();
  return std::span(counts_).first(counts_.size() - 1);
}

}  // namespace aisle::engine
