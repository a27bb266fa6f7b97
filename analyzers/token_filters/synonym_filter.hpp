#pragma once
// The synonym and synonym_graph filters.

#include <memory>

#include "analyzers/token_filters/synonym_rules.hpp"
#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Joins or replaces phrases by their synonyms, as Lucene's SynonymGraphFilter does: the longest phrase that
/// begins at a token wins, and every alternative of several terms gets positions of its own, so that with
/// `position_length` the tokens form a graph in which each path is one wording.
///
/// Synonyms come before the phrase they stand for and carry its offsets. Phrases are sought among tokens at
/// consecutive positions; of tokens stacked at one position each is looked up by itself and gets single terms
/// only.
class SynonymGraphFilter final : public TokenFilter {
 public:
  explicit SynonymGraphFilter(std::shared_ptr<const SynonymRules> rules) : rules_(std::move(rules)) {}
  void apply(TokenStream& stream) const override;
  bool skipped_for_synonyms() const override { return true; }

 private:
  std::shared_ptr<const SynonymRules> rules_;
};

/// The same without a graph, as Lucene's older SynonymFilter: the terms of a longer synonym lie over the
/// tokens that follow, so that phrases across its end match too much or too little. For index time.
class FlatSynonymFilter final : public TokenFilter {
 public:
  explicit FlatSynonymFilter(std::shared_ptr<const SynonymRules> rules) : rules_(std::move(rules)) {}
  void apply(TokenStream& stream) const override;
  bool skipped_for_synonyms() const override { return true; }

 private:
  std::shared_ptr<const SynonymRules> rules_;
};

}  // namespace aisle::analyzers
