#pragma once
// Plans of clauses that only match: all their matches score alike.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "engine/query/iterators/bitset_iterator.hpp"
#include "engine/query/plan/plan.hpp"
#include "engine/query/plan/prefix_unions.hpp"

namespace aisle::engine {

/// A clause's matches with a constant score.
class ConstantPlan final : public Plan {
 public:
  ConstantPlan(PlanPtr matches, float score) : matches_(std::move(matches)), score_(score) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  std::optional<KnownMatches> known_matches(const SegmentInput& input) const override {
    return matches_->known_matches(input);
  }
  bool add_facts(const SegmentInput& input, Facts& facts) const override { return matches_->add_facts(input, facts); }
  bool is_none() const override { return matches_->is_none(); }

 private:
  PlanPtr matches_;
  float score_;
};

/// Documents with any of many terms of one field: prefixes, wildcards, term lists, ranges of words.
class TermSetPlan final : public Plan {
 public:
  /// Term numbers [first, second), increasing and apart.
  using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  /// `ranges`: one per segment. `of_prefix`: each is what one prefix covers.
  TermSetPlan(FieldId field, std::vector<Ranges> ranges, float score, bool of_prefix = false)
      : field_(field), ranges_(std::move(ranges)), score_(score), of_prefix_(of_prefix), sets_(ranges_.size()) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;

 private:
  /// The union of the postings, made once per segment: counting and collecting use the same.
  std::shared_ptr<const DocBitset> union_of(const FieldIndex& index, const SegmentInput& input) const;

  const PrefixUnions::Union* kept_union(const FieldIndex& index, const SegmentInput& input) const;

  FieldId field_;
  std::vector<Ranges> ranges_;
  float score_;
  bool of_prefix_;
  mutable Mutex mutex_;
  mutable std::vector<std::shared_ptr<const DocBitset>> sets_ AISLE_GUARDED_BY(mutex_);
};

/// Bounds of a range over numbers, before a segment's encoding is known.
struct NumericBounds {
  std::int64_t low = INT64_MIN;   ///< integer fields, inclusive
  std::int64_t high = INT64_MAX;
  std::optional<double> from;     ///< real fields
  std::optional<double> to;
  bool include_from = true;
  bool include_to = true;
};

class NumericRangePlan final : public Plan {
 public:
  NumericRangePlan(FieldId field, ValueClass value_class, NumericBounds bounds, float score)
      : field_(field), class_(value_class), bounds_(bounds), score_(score) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  bool add_facts(const SegmentInput& input, Facts& facts) const override;

 private:
  /// In one column's encoding; crossed where nothing can be within.
  std::pair<std::int64_t, std::int64_t> encoded_bounds(const NumericColumn& column) const;

  FieldId field_;
  ValueClass class_;
  NumericBounds bounds_;
  float score_;
};

/// Numbers equal to one of a list.
class NumericSetPlan final : public Plan {
 public:
  NumericSetPlan(FieldId field, std::vector<std::int64_t> integers, std::vector<double> reals, float score)
      : field_(field), integers_(std::move(integers)), reals_(std::move(reals)), score_(score) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;

 private:
  FieldId field_;
  std::vector<std::int64_t> integers_;
  std::vector<double> reals_;
  float score_;
};

class ExistsPlan final : public Plan {
 public:
  ExistsPlan(std::vector<FieldId> fields, float score) : fields_(std::move(fields)), score_(score) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;

 private:
  std::vector<FieldId> fields_;
  float score_;
};

class IdsPlan final : public Plan {
 public:
  IdsPlan(std::vector<std::string> ids, float score) : ids_(std::move(ids)), score_(score) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;

 private:
  std::vector<std::string> ids_;
  float score_;
};

}  // namespace aisle::engine
