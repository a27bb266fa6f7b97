#pragma once
// A clause's matches, their scores changed by functions of the document.

#include <memory>
#include <optional>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/query/iterators/composite_iterator.hpp"
#include "engine/query/iterators/score_function.hpp"

namespace aisle::engine {

/// How function values and the query's score become one number.
struct FunctionScoreModes {
  FunctionScoreQuery::ScoreMode score = FunctionScoreQuery::ScoreMode::multiply;
  FunctionScoreQuery::BoostMode boost = FunctionScoreQuery::BoostMode::multiply;
  float max_boost = 3.4028235e38F;
  std::optional<float> min_score;
};

/// Elasticsearch's CombineFunction: the functions' factor against the query's score.
float combine_with_query(FunctionScoreQuery::BoostMode mode, float query_score, double factor, float max_boost);

/// The least score of a query that, with a factor of at most `max_factor`, may become `score` or more; infinite when none
/// can.
float least_query_score(FunctionScoreQuery::BoostMode mode, float score, double max_factor, float max_boost);

/// Skips as its query does, where the functions' values are bounded (a column's greatest value bounds its factor).
/// Throws QueryFailure when a score is negative or no number; where that may happen, no document is skipped.
class FunctionScoreIterator final : public CompositeIterator {
 public:
  struct Function {
    IteratorPtr filter;  ///< null with `applies`: every document
    bool applies = true;  ///< false: the filter matches nothing in this segment
    double weight = 1.0;
    std::unique_ptr<ScoreFunctionReader> reader;
  };
  FunctionScoreIterator(IteratorPtr query, std::vector<Function> functions, const FunctionScoreModes& modes);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return raised(query_->max_score()); }
  void set_min_competitive_score(float score) override;
  void match(MatchRange& range) override;
  bool next_batch(ScoredBatch& batch, DocId from) override;
  void look_up(std::span<const DocId> docs, float* scores) override;

  /// A bound of the functions' values taken together, over all documents; infinite when there is none.
  static double factor_bound(const std::vector<Function>& functions, FunctionScoreQuery::ScoreMode mode);
  /// The bound of a query's score becomes that of a function_score with factors up to `max_factor`.
  static float raised(float query_bound, double max_factor, const FunctionScoreModes& modes);
  std::uint64_t cost() const override { return query_->cost(); }

 protected:
  void fill(Window& window, bool with_scores) override;
  void narrow(Window& window, bool with_scores) override;

 private:
  DocId settle(DocId candidate);
  float combined(DocId doc, float query_score);
  double factor_of(DocId doc);
  float raised(float query_bound) const;
  float score_of(DocId doc, float query_score);
  void rescore(Window& window, bool keep_scores);
  void rescore(ScoredBatch& batch);

  IteratorPtr query_;
  std::vector<Function> functions_;
  FunctionScoreModes modes_;
  std::vector<char> matched_;          // whether each function applies to the document at hand
  std::vector<WindowBits> in_window_;  // where each function applies in the window at hand
  std::vector<char> started_;
  double max_factor_ = 1.0;   // infinite: not known
  float min_score_ = 0.0F;
  float query_floor_ = 0.0F;  // matches of the query that score less cannot compete
};

}  // namespace aisle::engine
