#pragma once
// A clause made ready for one snapshot: texts analysed, terms looked up, statistics summed, boosts multiplied in.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/index/known_matches.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/query/iterators/composite_iterator.hpp"
#include "engine/query/plan/facts.hpp"

namespace aisle::engine {

/// A segment of the plan's snapshot, and its number there.
struct SegmentInput {
  const Segment& segment;
  std::uint32_t ordinal = 0;
};

/// One of the ways in which a plan's best documents in a segment are sought: some of its matches, none with a score
/// above its own in the plan. All passes of a plan together have every match with its own score, so the best k of all
/// passes, each document by its best, are the best k of the plan. A pass whose bound cannot compete is not needed.
struct PlanPass {
  std::uint64_t number = 0;
  float max_score = 0.0F;
  IteratorPtr opened;  ///< null: Plan::open_pass gives it
};

/// Immutable, so any thread may take iterators. Views its snapshot and must not outlive it; iterators view the plan.
class Plan {
 public:
  virtual ~Plan() = default;
  /// Null when nothing matches in the segment. `scored` false: nobody will ask for scores or bounds.
  virtual IteratorPtr iterator(const SegmentInput& input, bool scored) const = 0;
  /// Appends the passes for this segment, nothing when nothing matches. A plan without better ideas has one, which is
  /// iterator(). `depth` counts the plans above that divide too.
  virtual void add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const;
  /// Whether there may be more than one pass.
  virtual bool divides() const { return false; }
  /// Opens the pass with this number, of add_passes with the same segment and depth.
  virtual IteratorPtr open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const;
  /// Plans below this depth are not divided.
  static constexpr std::uint32_t kMaxPassDepth = 3;
  /// The number of matches, deleted documents included, where it is known without looking.
  virtual std::optional<std::uint64_t> known_count(const SegmentInput&) const { return std::nullopt; }
  /// The set that the matches are, where it is one that is known without looking, deleted documents included.
  virtual std::optional<KnownMatches> known_matches(const SegmentInput&) const { return std::nullopt; }
  /// Adds the facts that the matches are the documents of, where it is nothing but facts; false, with anything added,
  /// where it is not.
  virtual bool add_facts(const SegmentInput&, Facts&) const { return false; }
  /// Whether matching alone costs much less than scoring too; not so where matching is the costly part (phrases).
  virtual bool matches_cheaply() const { return true; }
  /// Whether one of several clauses leads, and the others are looked up for its matches only.
  virtual bool leads() const { return false; }
  /// Whether matches are mostly few beside what the plan's clauses hold, so that finding them all without scores and
  /// looking up those that may compete is the way to the best of them. Implies matches_cheaply().
  virtual bool matches_are_few() const { return false; }
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
  bool add_facts(const SegmentInput&, Facts&) const override { return true; }

 private:
  float score_;
};

}  // namespace aisle::engine
