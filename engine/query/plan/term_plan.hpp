#pragma once
// Plans over single terms: one, several that count as one, and phrases of them.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/query/plan/plan.hpp"
#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// A term of one field: its number in each segment of the snapshot, and its statistics over all of them.
struct ResolvedTerm {
  std::vector<std::optional<TermId>> ids;  ///< by segment
  std::uint64_t doc_freq = 0;              ///< 0: the term occurs nowhere
};

/// How a term or phrase scores, apart from the segment. `norms` null: never scored.
struct TermWeight {
  float weight = 0.0F;
  std::shared_ptr<const Bm25Norms> norms;
  TermScorer scorer(const FieldIndex& index) const;
};

class TermPlan final : public Plan {
 public:
  TermPlan(FieldId field, ResolvedTerm term, TermWeight weight)
      : field_(field), term_(std::move(term)), weight_(std::move(weight)) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  std::optional<std::uint64_t> known_count(const SegmentInput& input) const override;
  std::optional<KnownMatches> known_matches(const SegmentInput& input) const override;
  bool add_facts(const SegmentInput& input, Facts& facts) const override;
  bool is_none() const override { return term_.doc_freq == 0; }

 private:
  FieldId field_;
  ResolvedTerm term_;
  TermWeight weight_;
};

class SynonymPlan final : public Plan {
 public:
  SynonymPlan(FieldId field, std::vector<ResolvedTerm> terms, TermWeight weight)
      : field_(field), terms_(std::move(terms)), weight_(std::move(weight)) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;

 private:
  FieldId field_;
  std::vector<ResolvedTerm> terms_;
  TermWeight weight_;
};

/// Terms that one word was expanded to: a document scores the sum over those that it has.
class ExpansionPlan final : public Plan {
 public:
  struct Expanded {
    ResolvedTerm term;
    float weight = 0.0F;
  };
  /// `norms` null: never scored.
  ExpansionPlan(FieldId field, std::vector<Expanded> terms, std::shared_ptr<const Bm25Norms> norms)
      : field_(field), terms_(std::move(terms)), norms_(std::move(norms)) {}
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  /// The terms of greatest weight first, by themselves: what they score is a good threshold for all.
  bool divides() const override { return terms_.size() > 1; }
  void add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const override;
  IteratorPtr open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const override;
  bool is_none() const override;

 private:
  /// `strongest`: of the terms of greatest weight only.
  IteratorPtr iterator_of(const SegmentInput& input, bool scored, bool strongest) const;

  FieldId field_;
  std::vector<Expanded> terms_;
  std::shared_ptr<const Bm25Norms> norms_;
};

/// A place of a phrase: any of these terms, at this position relative to the phrase's first.
struct PhrasePlace {
  std::vector<ResolvedTerm> terms;
  std::vector<std::string> texts;
  std::uint32_t offset = 0;
};

class PhrasePlan final : public Plan {
 public:
  /// REQUIRES: two or more places; the field keeps positions.
  PhrasePlan(FieldId field, std::vector<PhrasePlace> places, std::uint32_t slop, TermWeight weight);
  IteratorPtr iterator(const SegmentInput& input, bool scored) const override;
  bool matches_cheaply() const override { return false; }

 private:
  std::uint32_t repeats(const PhrasePlace& place, std::uint32_t segment) const;

  FieldId field_;
  std::vector<PhrasePlace> places_;
  std::uint32_t slop_;
  TermWeight weight_;
  std::vector<int> groups_;  // places that can hold the same term, for the sloppy matcher
  bool multi_term_repeats_ = false;
};

}  // namespace aisle::engine
