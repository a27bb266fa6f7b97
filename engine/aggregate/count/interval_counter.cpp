#include "engine/aggregate/count/interval_counter.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace aisle::engine {
namespace {

constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();

/// How many of the edges are <= value, without a branch. kEdges is one less than a power of two.
template <std::size_t kEdges>
[[gnu::always_inline]] inline std::size_t edges_up_to(const std::int64_t* edges, std::int64_t value) {
  std::size_t at = 0;
  for (std::size_t step = (kEdges + 1) / 2; step > 0; step /= 2) {
    at += static_cast<std::size_t>(value >= edges[at + step - 1]) * step;
  }
  return at;
}

}  // namespace

void IntervalCounter::begin(const NumericColumn& column, std::span<const std::int64_t> edges,
                            bool keep_outside) {
  assert(edges.size() <= kMaxEdges && !column.is_multi_valued() && "too much for interval counts");
  column_ = &column;
  edge_count_ = edges.size();
  edges_.fill(kGreatest);
  edges_[0] = kMissingLiveValue + 1;  // below it: missing; a live column holds no other value there
  std::copy(edges.begin(), edges.end(), edges_.begin() + 1);
  counts_.fill(0);
  missing_ = 0;
  outside_.clear();
  kept_slots_ = keep_outside ? 2U | ~0U << (edge_count_ + 1) : 0;
}

template <std::size_t kEdges, class Values>
void IntervalCounter::count_all(std::span<const std::uint32_t> docs, Values values) {
  for (std::size_t i = 0; i < docs.size(); ++i) {
    const std::int64_t value = values(docs[i]);
    add(i % kLanes, edges_up_to<kEdges>(edges_.data(), value), value);
  }
}

template <class Values, class Present>
void IntervalCounter::count_present(std::span<const std::uint32_t> docs, Values values, Present present) {
  for (const std::uint32_t doc : docs) {
    if (!present(doc)) {
      ++missing_;
    } else {
      const std::int64_t value = values(doc);
      add(doc % kLanes, std::max<std::size_t>(edges_up_to<15>(edges_.data(), value), 1), value);
    }
  }
}

// Out of line: it hardly ever happens.
[[gnu::noinline]] void IntervalCounter::keep(std::int64_t value) { outside_.push_back(value); }

void IntervalCounter::count(MatchWindow& window) {
  const auto docs = window.docs();
  if (column_->is_live()) {
    return column_->visit_single([&](auto values, auto) {
      edge_count_ < 7 ? count_all<7>(docs, values) : count_all<15>(docs, values);
    });
  }
  column_->visit_single([&](auto values, auto present) { count_present(docs, values, present); });
}

std::uint64_t IntervalCounter::slot_docs(std::size_t slot) const {
  std::uint64_t docs = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) docs += counts_[lane * kSlots + slot];
  return docs;
}

// A padding edge is the greatest number; a value that is that number itself has passed all the padding.
std::uint64_t IntervalCounter::docs(std::size_t interval) const {
  std::uint64_t docs = slot_docs(interval + 1);
  if (interval != edge_count_) return docs;
  for (std::size_t slot = interval + 2; slot < kSlots; ++slot) docs += slot_docs(slot);
  return docs;
}

EncodedEdge encoded_edge(const NumericColumn& column, double bound) {
  const auto [low, high] = column.encoding().range(bound, true, std::nullopt, false);
  if (low > high || low <= kMissingLiveValue + 1) return {};
  // Elsewhere than in the encoding's own arithmetic: the edge must part the numbers exactly.
  const bool parts = column.as_double(low) >= bound && !(column.as_double(low - 1) >= bound);
  return {low, parts};
}

}  // namespace aisle::engine
