#pragma once
// Plans over other plans.

#include <optional>
#include <variant>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/query/iterators/function_score_iterator.hpp"
#include "engine/query/plan/plan.hpp"
#include "engine/query/scoring/decay.hpp"

namespace aisle::engine {

/// A `bool` clause. At least one of must, filter, should is not empty.
class BoolPlan final : public Plan {
 public:
  struct Clauses {
    std::vector<PlanPtr> must;
    std::vector<PlanPtr> filter;
    std::vector<PlanPtr> should;
    std::vector<PlanPtr> must_not;
    std::uint32_t minimum = 0;  ///< of should; at least 1 when there is neither must nor filter
  };
  explicit BoolPlan(Clauses clauses) : clauses_(std::move(clauses)) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  std::optional<KnownMatches> known_matches(const SegmentInput& input) const override;
  bool matches_cheaply() const override;
  bool is_none() const override;

 private:
  IteratorPtr required(const SegmentInput& input, bool scored, bool& impossible) const;
  IteratorPtr optional(const SegmentInput& input, bool scored) const;

  Clauses clauses_;
};

class DisMaxPlan final : public Plan {
 public:
  DisMaxPlan(std::vector<PlanPtr> clauses, float tie_breaker) : clauses_(std::move(clauses)), tie_(tie_breaker) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  bool matches_cheaply() const override;
  bool is_none() const override;

 private:
  std::vector<PlanPtr> clauses_;
  float tie_;
};

class BoostingPlan final : public Plan {
 public:
  BoostingPlan(PlanPtr positive, PlanPtr negative, float negative_boost)
      : positive_(std::move(positive)), negative_(std::move(negative)), negative_boost_(negative_boost) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  bool matches_cheaply() const override { return positive_->matches_cheaply(); }
  bool is_none() const override { return positive_->is_none(); }

 private:
  PlanPtr positive_;
  PlanPtr negative_;
  float negative_boost_;
};

class FunctionScorePlan final : public Plan {
 public:
  struct FieldFactor {
    FieldId field = kNoField;
    FieldValueFactor settings;
  };
  struct Random {
    FieldId field = kNoField;
    std::uint64_t seed = 0;
  };
  struct FieldDecay {
    FieldId field = kNoField;
    Decay decay;
  };
  struct Function {
    PlanPtr filter;  ///< null: every document
    double weight = 1.0;
    std::variant<std::monostate, FieldFactor, Random, FieldDecay> value;
  };
  FunctionScorePlan(PlanPtr query, std::vector<Function> functions, const FunctionScoreModes& modes)
      : query_(std::move(query)), functions_(std::move(functions)), modes_(modes) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  bool matches_cheaply() const override { return false; }
  bool is_none() const override { return query_->is_none(); }

 private:
  PlanPtr query_;
  std::vector<Function> functions_;
  FunctionScoreModes modes_;
};

}  // namespace aisle::engine
