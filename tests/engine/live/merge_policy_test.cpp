#include "engine/index/live/merge_policy.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace aisle::engine {
namespace {

constexpr std::uint64_t kMiB = 1u << 20;

TEST(MergePolicy, LeavesAFewSegmentsAlone) {
  EXPECT_FALSE(choose_merge({}, {}));
  const std::vector<MergeCandidate> few(5, {.bytes = 10 * kMiB, .docs = 100});
  EXPECT_FALSE(choose_merge(few, {}));
}

TEST(MergePolicy, NeverMergesAcrossGroupsOrPastTheGreatestSize) {
  std::vector<MergeCandidate> segments;
  for (std::uint32_t i = 0; i < 40; ++i) segments.push_back({.bytes = 50 * kMiB, .docs = 100, .group = i / 3});
  const auto run = choose_merge(segments, {.most_bytes = 120 * kMiB});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->count, 2u);
  EXPECT_EQ(segments[run->first].group, segments[run->first + 1].group);
}

TEST(MergePolicy, RewritesASegmentThatIsMostlyDeleted) {
  const std::vector<MergeCandidate> segments{{.bytes = kMiB, .docs = 100, .deleted = 10},
                                             {.bytes = kMiB, .docs = 100, .deleted = 60}};
  const auto run = choose_merge(segments, {});
  ASSERT_TRUE(run);
  EXPECT_EQ(run->first, 1u);
  EXPECT_EQ(run->count, 1u);
}

TEST(MergePolicy, ForcedMergesReachTheCount) {
  std::vector<MergeCandidate> segments(9, {.bytes = kMiB, .docs = 10});
  const auto run = choose_forced_merge(segments, 3);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->count, 7u);
  EXPECT_FALSE(choose_forced_merge(std::span(segments).first(3), 3));
}

TEST(MergePolicy, KeepsTheNumberOfSegmentsAndTheWritingSmall) {
  std::mt19937 random(5);
  std::vector<MergeCandidate> segments;
  double written = 0.0, added = 0.0;
  for (int i = 0; i < 3'000; ++i) {
    const MergeCandidate segment{.bytes = (1 + random() % 8) * kMiB, .docs = 1000};
    segments.push_back(segment);
    added += static_cast<double>(segment.bytes);
    while (const auto run = choose_merge(segments, {.most_bytes = 4096 * kMiB})) {
      MergeCandidate merged;
      for (std::size_t at = run->first; at < run->first + run->count; ++at) {
        merged.bytes += segments[at].bytes;
        merged.docs += segments[at].docs;
      }
      written += static_cast<double>(merged.bytes);
      const auto first = segments.begin() + static_cast<std::ptrdiff_t>(run->first);
      segments.erase(first, first + static_cast<std::ptrdiff_t>(run->count));
      segments.insert(segments.begin() + static_cast<std::ptrdiff_t>(run->first), merged);
    }
    ASSERT_LE(segments.size(), 45u);
  }
  EXPECT_LT(written / added, 6.0);
}

}  // namespace
}  // namespace aisle::engine
