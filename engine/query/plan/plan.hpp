#pragma once
// A clause made ready for one snapshot: texts analysed, terms looked up, statistics summed, boosts multiplied in.

#include <cstdint>
#include <memory>
#include <optional>

#include "engine/index/known_matches.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

/// A segment of the plan's snapshot, and its number there.
struct SegmentInput {
  const Segment& segment;
  std::uint32_t ordinal = 0;
};

/// Immutable, so any thread may take iterators. Views its snapshot and must not outlive it; iterators view the plan.
class Plan {
 public:
  virtual ~Plan() = default;
  /// Null when nothing matches in the segment. `scored` false: nobody will ask for scores or bounds.
  virtual IteratorPtr iterator(const SegmentInput& input, bool scored) const = 0;
  /// The number of matches, deleted documents included, where it is known without looking.
  virtual std::optional<std::uint64_t> known_count(const SegmentInput&) const { return std::nullopt; }
  /// The set that the matches are, where it is one that is known without looking, deleted documents included.
  virtual std::optional<KnownMatches> known_matches(const SegmentInput&) const { return std::nullopt; }
  /// Whether matching alone costs much less than scoring too; not so where matching is the costly part (phrases).
  virtual bool matches_cheaply() const { return true; }
  /// Nothing can match in any segment.
  virtual bool is_none() const { return false; }
};
using PlanPtr = std::unique_ptr<const Plan>;

/// Matches nothing.
class NonePlan final : public Plan {
 public:
  IteratorPtr iterator(const SegmentInput&, bool) const override { return nullptr; }
  std::optional<std::uint64_t> known_count(const SegmentInput&) const override { return 0; }
  bool is_none() const override { return true; }
};

/// Matches every document.
class AllPlan final : public Plan {
 public:
  explicit AllPlan(float score) : score_(score) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  std::optional<std::uint64_t> known_count(const SegmentInput& input) const override {
    return input.segment.doc_count();
  }
  std::optional<KnownMatches> known_matches(const SegmentInput&) const override { return KnownMatches{}; }

 private:
  float score_;
};

}  // namespace aisle::engine
