#pragma once
// Plans over other plans.

#include <optional>
#include <variant>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/query/iterators/conjunction_iterator.hpp"
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
  bool divides() const override;
  void add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const override;
  IteratorPtr open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const override;
  std::optional<KnownMatches> known_matches(const SegmentInput& input) const override;
  bool add_facts(const SegmentInput& input, Facts& facts) const override;
  bool matches_cheaply() const override;
  bool leads() const override { return !only_should(); }
  bool matches_are_few() const override;
  bool is_none() const override;

 private:
  using Required = std::vector<ConjunctionIterator::Clause>;

  std::size_t pass_leader(const Required& found) const;
  bool only_should() const { return clauses_.must.empty() && clauses_.filter.empty(); }
  const Plan& required_plan(std::size_t i) const;
  std::optional<Required> required(const SegmentInput& input, bool scored) const;
  static IteratorPtr join(Required found, bool scored);
  IteratorPtr optional(const SegmentInput& input, bool scored) const;
  IteratorPtr with_optional(IteratorPtr result, const SegmentInput& input, bool scored) const;
  IteratorPtr without_unwanted(IteratorPtr result, const SegmentInput& input) const;
  IteratorPtr should_pass(IteratorPtr lead, std::vector<IteratorPtr> others, const SegmentInput& input) const;
  void add_should_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const;
  void add_required_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const;

  Clauses clauses_;
};

class DisMaxPlan final : public Plan {
 public:
  DisMaxPlan(std::vector<PlanPtr> clauses, float tie_breaker) : clauses_(std::move(clauses)), tie_(tie_breaker) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  bool divides() const override;
  void add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const override;
  IteratorPtr open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const override;
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
  bool divides() const override { return query_->divides(); }
  void add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const override;
  IteratorPtr open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const override;
  std::optional<std::uint64_t> known_count(const SegmentInput& input) const override {
    return modes_.min_score ? std::nullopt : query_->known_count(input);
  }
  bool matches_cheaply() const override { return !modes_.min_score && query_->matches_cheaply(); }
  bool is_none() const override { return query_->is_none(); }

 private:
  std::vector<FunctionScoreIterator::Function> functions(const SegmentInput& input) const;
  IteratorPtr with_functions(IteratorPtr query, const SegmentInput& input) const;

  PlanPtr query_;
  std::vector<Function> functions_;
  FunctionScoreModes modes_;
};

}  // namespace aisle::engine
