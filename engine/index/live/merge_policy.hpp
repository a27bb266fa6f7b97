#pragma once
// Which segments to merge next.
//
// Tiered as Lucene's TieredMergePolicy (about `segments_per_tier` segments of each order of magnitude, even sizes and
// many deletes preferred), but only runs of neighbours, so that document order stays load order.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace aisle::engine {

struct MergeLimits {
  std::size_t segments_per_tier = 8;
  std::size_t most_at_once = 10;
  std::uint64_t floor_bytes = 2u << 20;           ///< smaller segments count as this big
  std::uint64_t most_bytes = std::uint64_t{2} << 30;  ///< no merge is expected to give more
  double most_deleted = 0.33;                     ///< a segment with a greater share is rewritten by itself
};

/// A segment as the policy sees it, in document order. Only runs of equal `group` are merged.
struct MergeCandidate {
  std::uint64_t bytes = 0;
  std::uint32_t docs = 0;
  std::uint32_t deleted = 0;
  std::uint32_t group = 0;
};

/// Neighbours first .. first + count - 1.
struct MergeRun {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// The best merge that is due, or none. Linear in the number of segments.
std::optional<MergeRun> choose_merge(std::span<const MergeCandidate> segments, const MergeLimits& limits);
/// The next merge on the way down to `most_segments`, whatever the sizes.
std::optional<MergeRun> choose_forced_merge(std::span<const MergeCandidate> segments, std::size_t most_segments);

}  // namespace aisle::engine
