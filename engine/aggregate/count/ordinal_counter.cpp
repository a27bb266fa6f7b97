#include "engine/aggregate/count/ordinal_counter.hpp"

#include <bit>

namespace aisle::engine {
namespace {

constexpr std::uint32_t kMaxLanes = 4;
constexpr std::size_t kLaneBudget = std::size_t{1} << 14;  // counters in all lanes: 64 KiB, well within L2

std::uint32_t lanes_for(std::size_t stride) {
  std::uint32_t lanes = kMaxLanes;
  while (lanes > 1 && lanes * stride > kLaneBudget) lanes /= 2;
  return lanes;
}

template <class Ordinal, std::uint32_t kLanes>
void count_word(const Ordinal* ordinals, std::uint64_t word, std::uint32_t* counts, std::size_t stride) {
  if (word == ~std::uint64_t{0}) {
    for (std::uint32_t i = 0; i < 64; i += kLanes) {
      for (std::uint32_t lane = 0; lane < kLanes; ++lane) ++counts[lane * stride + ordinals[i + lane]];
    }
    return;
  }
  while (word != 0) {
    for (std::uint32_t lane = 0; lane < kLanes && word != 0; ++lane) {
      ++counts[lane * stride + ordinals[std::countr_zero(word)]];
      word &= word - 1;
    }
  }
}

template <class Ordinal, std::uint32_t kLanes>
void count_window(const Ordinal* ordinals, const WindowBits& bits, std::uint32_t* counts, std::size_t stride) {
  for (std::uint32_t w = 0; w < kWindowWords; ++w) {
    if (bits.words[w] != 0) count_word<Ordinal, kLanes>(ordinals + w * 64, bits.words[w], counts, stride);
  }
}

}  // namespace

void OrdinalCounter::begin(const OrdinalColumn& column) {
  column_ = &column;
  stride_ = std::size_t{column.term_count()} + 1;
  lanes_ = lanes_for(stride_);
  counts_.assign(stride_ * lanes_, 0);
  missing_ = 0;
  set_counts_.clear();
}

void OrdinalCounter::count(const MatchWindow& window) {
  if (column_->sets() != nullptr) {
    count_sets(*column_->sets(), window);
  } else if (column_->is_multi_valued()) {
    column_->visit_multi([&](auto offsets, auto values) { count_multi(offsets, values, window); });
  } else {
    column_->visit_single([&](auto ordinals) { count_single(ordinals, window); });
  }
}

template <class Ordinal>
void OrdinalCounter::count_single(std::span<const Ordinal> ordinals, const MatchWindow& window) {
  const Ordinal* const first = ordinals.data() + window.base();
  switch (lanes_) {
    case 4: return count_window<Ordinal, 4>(first, window.bits(), counts_.data(), stride_);
    case 2: return count_window<Ordinal, 2>(first, window.bits(), counts_.data(), stride_);
    default: return count_window<Ordinal, 1>(first, window.bits(), counts_.data(), stride_);
  }
}

void OrdinalCounter::count_sets(const OrdinalSets& sets, const MatchWindow& window) {
  if (set_counts_.empty()) {
    set_lanes_ = lanes_for(sets.size());
    set_counts_.assign(sets.size() * set_lanes_, 0);
  }
  const std::uint16_t* const first = sets.by_document().data() + window.base();
  switch (set_lanes_) {
    case 4: return count_window<std::uint16_t, 4>(first, window.bits(), set_counts_.data(), sets.size());
    case 2: return count_window<std::uint16_t, 2>(first, window.bits(), set_counts_.data(), sets.size());
    default: return count_window<std::uint16_t, 1>(first, window.bits(), set_counts_.data(), sets.size());
  }
}

void OrdinalCounter::take_sets_apart(const OrdinalSets& sets) {
  for (std::size_t set = 0; set < sets.size(); ++set) {
    std::uint32_t docs = 0;
    for (std::uint32_t lane = 0; lane < set_lanes_; ++lane) docs += set_counts_[lane * sets.size() + set];
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
                                 const MatchWindow& window) {
  std::uint32_t* const even = counts_.data();
  std::uint32_t* const odd = counts_.data() + (lanes_ > 1 ? stride_ : 0);
  const auto count_run = [&](std::uint32_t from, std::uint32_t to) {
    for (; from + 1 < to; from += 2) {
      ++even[values[from]];
      ++odd[values[from + 1]];
    }
    if (from < to) ++even[values[from]];
  };
  for (std::uint32_t w = 0; w < kWindowWords; ++w) {
    const std::uint32_t* const first = offsets.data() + window.base() + w * 64;
    std::uint64_t word = window.bits().words[w];
    if (word == ~std::uint64_t{0}) {
      // The values of neighbours are neighbours.
      count_run(first[0], first[64]);
      for (std::uint32_t i = 0; i < 64; ++i) missing_ += first[i] == first[i + 1] ? 1 : 0;
      continue;
    }
    for (; word != 0; word &= word - 1) {
      const std::uint32_t* const at = first + std::countr_zero(word);
      missing_ += at[0] == at[1] ? 1 : 0;
      count_run(at[0], at[1]);
    }
  }
}

bool OrdinalCounter::count_all(const SegmentView& view, const FieldIndex& terms, bool need_missing) {
  const std::uint32_t docs = view.segment->doc_count();
  if (docs - view.live_count > docs / 4) return false;
  if (need_missing && column_->is_multi_valued()) return false;
  std::uint64_t with_value = 0;
  for (std::uint32_t ordinal = 0; ordinal + 1 < stride_; ++ordinal) {
    counts_[ordinal] = terms.doc_freq(TermId{ordinal});
    with_value += counts_[ordinal];
  }
  if (!column_->is_multi_valued()) counts_[stride_ - 1] = docs - static_cast<std::uint32_t>(with_value);
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
      if (!has_value && !column_->is_multi_valued()) --counts_[stride_ - 1];
    }
  }
}

std::span<const std::uint32_t> OrdinalCounter::fold() {
  if (!set_counts_.empty()) take_sets_apart(*column_->sets());
  for (std::uint32_t lane = 1; lane < lanes_; ++lane) {
    const std::uint32_t* const from = counts_.data() + lane * stride_;
    for (std::size_t i = 0; i < stride_; ++i) counts_[i] += from[i];
  }
  if (!column_->is_multi_valued()) missing_ = counts_[stride_ - 1];
  return std::span(counts_).first(stride_ - 1);
}

}  // namespace aisle::engine
