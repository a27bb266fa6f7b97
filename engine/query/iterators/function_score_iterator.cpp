#include "engine/query/iterators/function_score_iterator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/query/scoring/query_failure.hpp"

namespace aisle::engine {
namespace {

using ScoreMode = FunctionScoreQuery::ScoreMode;
using BoostMode = FunctionScoreQuery::BoostMode;

void require_valid(float score, DocId doc) {
  if (score >= 0.0F) return;
  throw QueryFailure(Error(
      ErrorCode::invalid_argument,
      fmt::format("function score query returned an invalid score: {} for doc: {}", score, index_of(doc)),
      "exception"));
}

}  // namespace

float combine_with_query(BoostMode mode, float query_score, double factor, float max_boost) {
  const auto score = static_cast<double>(query_score);
  const double capped = std::min(factor, static_cast<double>(max_boost));
  switch (mode) {
    case BoostMode::multiply: return static_cast<float>(score * capped);
    case BoostMode::replace: return static_cast<float>(capped);
    case BoostMode::sum: return static_cast<float>(score + capped);
    case BoostMode::avg: return static_cast<float>((capped + score) / 2.0);
    case BoostMode::max: return static_cast<float>(std::max(score, capped));
    case BoostMode::min: return static_cast<float>(std::min(score, capped));
  }
  return query_score;
}

FunctionScoreIterator::FunctionScoreIterator(IteratorPtr query, std::vector<Function> functions,
                                             const FunctionScoreModes& modes)
    : query_(std::move(query)),
      functions_(std::move(functions)),
      modes_(modes),
      matched_(functions_.size()),
      in_window_(functions_.size()),
      started_(functions_.size()) {}

float FunctionScoreIterator::max_score() const {
  return functions_.empty() ? query_->max_score() : std::numeric_limits<float>::infinity();
}

DocId FunctionScoreIterator::next() { return doc_ == kEndDoc ? doc_ : settle(query_->next()); }

DocId FunctionScoreIterator::advance(DocId target) {
  return doc_ == kEndDoc ? doc_ : settle(query_->advance(target));
}

DocId FunctionScoreIterator::settle(DocId candidate) {
  doc_ = candidate;
  while (modes_.min_score && doc_ != kEndDoc && score() < *modes_.min_score) doc_ = query_->next();
  return doc_;
}

float FunctionScoreIterator::score() {
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    Function& function = functions_[i];
    matched_[i] = function.applies;
    if (function.filter == nullptr) continue;
    if (!started_[i] || function.filter->doc() < doc_) function.filter->advance(doc_);
    started_[i] = 1;
    matched_[i] = function.filter->doc() == doc_;
  }
  return combined(doc_, query_->score());
}

float FunctionScoreIterator::combined(DocId doc, float query_score) {
  if (functions_.empty()) return query_score;
  const float score = combine_with_query(modes_.boost, query_score, factor_of(doc), modes_.max_boost);
  require_valid(score, doc);
  return score;
}

/// The functions' values as one factor; 1 where none applies.
double FunctionScoreIterator::factor_of(DocId doc) {
  double product = 1.0;
  double sum = 0.0;
  double weights = 0.0;
  double least = std::numeric_limits<double>::infinity();
  double greatest = -least;
  bool any = false;
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (!matched_[i]) continue;
    const double value = functions_[i].reader->value(doc) * functions_[i].weight;
    if (modes_.score == ScoreMode::first) return value;
    any = true;
    product *= value;
    sum += value;
    weights += functions_[i].weight;
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  if (!any) return 1.0;
  switch (modes_.score) {
    case ScoreMode::multiply: return product;
    case ScoreMode::sum: return weights == 0.0 ? 1.0 : sum;
    case ScoreMode::avg: return weights == 0.0 ? 1.0 : sum / weights;
    case ScoreMode::max: return greatest;
    case ScoreMode::min: return least;
    case ScoreMode::first: break;
  }
  return 1.0;
}

void FunctionScoreIterator::match(MatchRange& range) {
  if (modes_.min_score) return DocIterator::match(range);
  query_->match(range);
}

void FunctionScoreIterator::fill(Window& window, bool with_scores) {
  const bool scores = with_scores || modes_.min_score.has_value();
  query_->collect(window, scores);
  if (scores && window.bits.any()) rescore(window, with_scores);
}

void FunctionScoreIterator::narrow(Window& window, bool with_scores) {
  const bool scores = with_scores || modes_.min_score.has_value();
  query_->refine(window, scores);
  if (scores && window.bits.any()) rescore(window, with_scores);
}

/// Scores that only min_score asked for are taken back.
void FunctionScoreIterator::rescore(Window& window, bool keep_scores) {
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (functions_[i].filter == nullptr) continue;
    Window& hit = scratch(kFirstFreeSlot, window.base);
    hit.bits = window.bits;
    functions_[i].filter->refine(hit, false);
    in_window_[i] = hit.bits;
  }
  WindowBits kept;
  window.bits.for_each([&](std::uint32_t offset) {
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      matched_[i] = functions_[i].filter == nullptr ? functions_[i].applies : in_window_[i].test(offset);
    }
    const float score = combined(window.base + offset, static_cast<float>(window.scores[offset]));
    const bool keep = !modes_.min_score || score >= *modes_.min_score;
    if (keep) kept.set(offset);
    window.scores[offset] = keep && keep_scores ? static_cast<double>(score) : 0.0;
  });
  window.bits = kept;
}

}  // namespace aisle::engine
