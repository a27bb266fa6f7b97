#pragma once
// The obvious twin of the search engine: every document, one after the other, against the tree as written.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/testing/test_catalog.hpp"

namespace aisle::engine::testing {

/// Shares nothing with engine/query but the tree: its own statistics, its own arithmetic, no iterators. Slow.
class BruteForce {
 public:
  explicit BruteForce(const std::vector<TestProduct>& products);

  struct Match {
    std::size_t product = 0;
    float score = 0.0F;
  };
  /// Live matches by score, then by place.
  std::vector<Match> search(const QueryPtr& query) const;
  /// The score of one document, deleted or not; none when it does not match.
  std::optional<float> score(std::size_t product, const QueryPtr& query, float boost = 1.0F) const;

 private:
  using Words = std::vector<std::string>;
  struct Statistics {
    double documents = 0;
    double tokens = 0;
  };
  using Score = std::optional<float>;

  Score clause(std::size_t i, const MatchAllQuery&, float boost) const;
  Score clause(std::size_t i, const MatchNoneQuery&, float boost) const;
  Score clause(std::size_t i, const MatchQuery& query, float boost) const;
  Score clause(std::size_t i, const MatchPhraseQuery& query, float boost) const;
  Score clause(std::size_t i, const MultiMatchQuery& query, float boost) const;
  Score clause(std::size_t i, const TermQuery& query, float boost) const;
  Score clause(std::size_t i, const TermsQuery& query, float boost) const;
  Score clause(std::size_t i, const RangeQuery& query, float boost) const;
  Score clause(std::size_t i, const ExistsQuery& query, float boost) const;
  Score clause(std::size_t i, const PrefixQuery& query, float boost) const;
  Score clause(std::size_t i, const WildcardQuery& query, float boost) const;
  Score clause(std::size_t i, const FuzzyQuery& query, float boost) const;
  Score clause(std::size_t i, const IdsQuery& query, float boost) const;
  Score clause(std::size_t i, const BoolQuery& query, float boost) const;
  Score clause(std::size_t i, const DisMaxQuery& query, float boost) const;
  Score clause(std::size_t i, const ConstantScoreQuery& query, float boost) const;
  Score clause(std::size_t i, const BoostingQuery& query, float boost) const;
  Score clause(std::size_t i, const FunctionScoreQuery& query, float boost) const;
  Score clause(std::size_t i, const MatchBoolPrefixQuery& query, float boost) const;

  const Words& words(std::size_t i, const std::string& field) const;
  std::vector<double> numbers(std::size_t i, const std::string& field) const;
  std::uint64_t doc_freq(const std::string& field, const std::string& word) const;
  float weight(const std::string& field, double doc_freq, float boost) const;
  float bm25(std::size_t i, const std::string& field, float weight, float freq) const;
  Score word_score(std::size_t i, const std::string& field, const std::string& word, double doc_freq,
                   float boost) const;
  Score any_word(std::size_t i, const std::string& field, float boost, bool (*accept)(const std::string&, const std::string&),
                 const std::string& wanted) const;
  Score fuzzy_score(std::size_t i, const std::string& field, const std::string& word, std::uint32_t edits,
                    std::uint32_t expansions, float boost) const;

  const std::vector<TestProduct>& products_;
  std::map<std::string, std::vector<Words>> words_;  // by field, then document
  std::map<std::string, Statistics> statistics_;
  std::map<std::string, std::map<std::string, std::uint64_t>> doc_freqs_;
};

}  // namespace aisle::engine::testing
