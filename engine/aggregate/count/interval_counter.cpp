#include "engine/aggregate/count/interval_counter.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "engine/aggregate/count/count_at_least.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kGathered = 512;

/// The edge as a code: none less than the least code, and past every code where no value reaches it.
std::uint64_t code_of_edge(const NumericColumn& column, std::int64_t edge, std::uint64_t least_code) {
  if (edge <= column.base()) return least_code;
  const std::uint64_t code = static_cast<std::uint64_t>(edge) - static_cast<std::uint64_t>(column.base());
  return std::max(code, least_code);
}

}  // namespace

void IntervalCounter::begin(const NumericColumn& column, std::span<const std::int64_t> edges, bool keep_outside) {
  assert(edges.size() <= kMaxEdges && !column.is_multi_valued() && "too much for interval counts");
  column_ = &column;
  edge_count_ = edges.size();
  keeps_outside_ = keep_outside;
  edges_[0] = column.is_live() ? 1 : 0;
  for (std::size_t i = 0; i < edges.size(); ++i) edges_[i + 1] = code_of_edge(column, edges[i], edges_[0]);
  at_least_.fill(0);
  seen_ = 0;
  outside_.clear();
}

void IntervalCounter::count(std::span<const std::uint32_t> docs) {
  seen_ += docs.size();
  column_->visit_codes([&](auto codes, auto present) {
    using Code = decltype(codes(0));
    std::array<Code, kGathered> gathered;
    std::size_t size = 0;
    for (const std::uint32_t doc : docs) {
      gathered[size] = codes(doc);
      size += present(doc) ? 1 : 0;
      if (size < kGathered) continue;
      count_codes<Code>(gathered);
      size = 0;
    }
    count_codes<Code>(std::span(gathered).first(size));
  });
}

void IntervalCounter::take(std::span<const std::uint32_t> counts) {
  std::uint64_t at_least = 0;
  for (std::size_t i = edge_count_ + 1; i-- > 0;) at_least_[i] = at_least += counts[i + 1];
  seen_ = at_least + counts[0];
}

template <class Code>
void IntervalCounter::count_codes(std::span<const Code> codes) {
  std::array<Code, kMaxEdges + 1> edges;
  std::size_t reachable = 0;
  while (reachable <= edge_count_ && edges_[reachable] <= std::numeric_limits<Code>::max()) {
    edges[reachable] = static_cast<Code>(edges_[reachable]);
    ++reachable;
  }
  const std::uint64_t outside_before = outside_count();
  count_at_least(codes, std::span<const Code>(edges).first(reachable), at_least_.data());
  if (keeps_outside_ && outside_count() != outside_before) keep_outside(codes);
}

// Out of line: it hardly ever happens.
template <class Code>
[[gnu::noinline]] void IntervalCounter::keep_outside(std::span<const Code> codes) {
  for (const Code code : codes) {
    if (code < edges_[0] || (edge_count_ != 0 && code >= edges_[1] && code < edges_[edge_count_])) continue;
    const std::uint64_t encoded = static_cast<std::uint64_t>(column_->base()) + code;
    outside_.push_back(static_cast<std::int64_t>(encoded));
  }
}

EncodedEdge encoded_edge(const NumericColumn& column, double bound) {
  const auto [low, high] = column.encoding().range(bound, true, std::nullopt, false);
  if (low > high || low <= kMissingLiveValue + 1) return {};
  // Elsewhere than in the encoding's own arithmetic: the edge must part the numbers exactly.
  const bool parts = column.as_double(low) >= bound && !(column.as_double(low - 1) >= bound);
  return {low, parts};
}

}  // namespace aisle::engine
