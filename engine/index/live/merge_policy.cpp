#include "engine/index/live/merge_policy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace aisle::engine {
namespace {

double live_share(const MergeCandidate& segment) {
  return segment.docs == 0 ? 0.0 : 1.0 - static_cast<double>(segment.deleted) / segment.docs;
}

/// What the segment would weigh without its deleted documents.
double live_bytes(const MergeCandidate& segment) { return static_cast<double>(segment.bytes) * live_share(segment); }

double floored(double bytes, const MergeLimits& limits) {
  return std::max(bytes, static_cast<double>(limits.floor_bytes));
}

/// How many segments an index of this size may have: a few of each tier, each tier `most_at_once` times the one below.
double allowed_count(std::span<const MergeCandidate> segments, const MergeLimits& limits) {
  double left = 0.0;
  double smallest = std::numeric_limits<double>::max();
  for (const MergeCandidate& segment : segments) {
    left += floored(live_bytes(segment), limits);
    smallest = std::min(smallest, floored(live_bytes(segment), limits));
  }
  const double per_tier = static_cast<double>(limits.segments_per_tier);
  const double most = static_cast<double>(limits.most_bytes);
  double allowed = 0.0;
  for (double tier = std::min(smallest, most);; tier = std::min(most, tier * static_cast<double>(limits.most_at_once))) {
    const double in_tier = left / tier;
    if (in_tier < per_tier || tier >= most) return std::max(allowed + std::ceil(in_tier), per_tier);
    allowed += per_tier;
    left -= per_tier * tier;
  }
}

/// Lower is better: even sizes first, then small merges, then those that free most.
double score(double largest, double total, double total_with_deleted) {
  const double freed = total / std::max(total_with_deleted, 1.0);
  return (largest / total) * std::pow(total, 0.05) * freed * freed;
}

std::optional<MergeRun> best_run(std::span<const MergeCandidate> segments, const MergeLimits& limits) {
  std::optional<MergeRun> best;
  double best_score = std::numeric_limits<double>::max();
  for (std::size_t first = 0; first < segments.size(); ++first) {
    double total = 0.0, raw = 0.0, largest = 0.0;
    for (std::size_t at = first; at < std::min(segments.size(), first + limits.most_at_once); ++at) {
      if (segments[at].group != segments[first].group) break;
      const double bytes = floored(live_bytes(segments[at]), limits);
      total += bytes;
      raw += std::max(bytes, static_cast<double>(segments[at].bytes));
      largest = std::max(largest, bytes);
      if (total > static_cast<double>(limits.most_bytes)) break;
      const double this_score = score(largest, total, raw);
      if (at > first && this_score < best_score) {
        best_score = this_score;
        best = MergeRun{first, at - first + 1};
      }
    }
  }
  return best;
}

std::optional<MergeRun> most_deleted(std::span<const MergeCandidate> segments, const MergeLimits& limits) {
  std::optional<MergeRun> worst;
  double least_live = 1.0 - limits.most_deleted;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (segments[i].docs == 0 || live_share(segments[i]) >= least_live) continue;
    least_live = live_share(segments[i]);
    worst = MergeRun{i, 1};
  }
  return worst;
}

}  // namespace

std::optional<MergeRun> choose_merge(std::span<const MergeCandidate> segments, const MergeLimits& limits) {
  if (segments.empty()) return std::nullopt;
  if (static_cast<double>(segments.size()) > allowed_count(segments, limits)) {
    if (const auto run = best_run(segments, limits)) return run;
  }
  return most_deleted(segments, limits);
}

std::optional<MergeRun> choose_forced_merge(std::span<const MergeCandidate> segments, std::size_t most_segments) {
  most_segments = std::max<std::size_t>(most_segments, 1);
  if (segments.size() > most_segments) {
    // The cheapest run that gets there at once: one merge writes less than several on top of each other.
    const std::size_t count = segments.size() - most_segments + 1;
    MergeRun best{0, count};
    double least = std::numeric_limits<double>::max();
    for (std::size_t first = 0; first + count <= segments.size(); ++first) {
      double total = 0.0;
      for (const MergeCandidate& segment : segments.subspan(first, count)) total += live_bytes(segment);
      if (total < least) {
        least = total;
        best.first = first;
      }
    }
    return best;
  }
  if (most_segments > 1) return std::nullopt;
  // Down to one also means: without deleted documents.
  if (segments.size() == 1 && segments[0].deleted > 0) return MergeRun{0, 1};
  return std::nullopt;
}

}  // namespace aisle::engine
