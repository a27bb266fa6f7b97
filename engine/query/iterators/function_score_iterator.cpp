#include "engine/query/iterators/function_score_iterator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/query/scoring/query_failure.hpp"

namespace aisle::engine {
namespace {

using ScoreMode = FunctionScoreQuery::ScoreMode;
using BoostMode = FunctionScoreQuery::BoostMode;

void keep_at_least(float least, ScoredBatch& batch) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < batch.size; ++i) {
    batch.docs[kept] = batch.docs[i];
    batch.scores[kept] = batch.scores[i];
    kept += batch.scores[i] >= least ? 1 : 0;
  }
  batch.size = kept;
}

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

float least_query_score(BoostMode mode, float score, double max_factor, float max_boost) {
  constexpr double kNone = std::numeric_limits<double>::infinity();
  // Far more than the roundings of combine_with_query, far less than what pruning would notice.
  constexpr double kMargin = 1e-6;
  const auto wanted = static_cast<double>(score);
  const double factor = std::min(max_factor, static_cast<double>(max_boost)) * (1.0 + kMargin);
  double least = 0.0;
  switch (mode) {
    case BoostMode::multiply: least = factor > 0.0 ? wanted / factor : kNone; break;
    case BoostMode::replace: least = factor >= wanted ? 0.0 : kNone; break;
    case BoostMode::sum: least = wanted - factor - kMargin * (wanted + factor); break;
    case BoostMode::avg: least = 2.0 * wanted - factor - kMargin * (wanted + factor); break;
    case BoostMode::max: least = factor >= wanted ? 0.0 : wanted; break;
    case BoostMode::min: least = factor >= wanted ? wanted : kNone; break;
  }
  return static_cast<float>(std::max(0.0, least * (1.0 - kMargin)));
}

FunctionScoreIterator::FunctionScoreIterator(IteratorPtr query, std::vector<Function> functions,
                                             const FunctionScoreModes& modes)
    : query_(std::move(query)),
      functions_(std::move(functions)),
      modes_(modes),
      matched_(functions_.size()),
      in_window_(functions_.size()),
      started_(functions_.size()),
      max_factor_(factor_bound(functions_, modes_.score)) {}

double FunctionScoreIterator::factor_bound(const std::vector<Function>& functions, ScoreMode mode) {
  if (functions.empty()) return 1.0;
  double product = 1.0;
  double sum = 0.0;
  double greatest = 0.0;
  double greatest_value = 0.0;  // before weights: what an average cannot exceed
  bool one_applies = false;     // to every document
  for (const Function& function : functions) {
    if (!function.applies) continue;
    const double value = function.reader->max_value();
    const double weighted = value * function.weight;
    if (!(function.weight >= 0.0) || !std::isfinite(weighted)) return std::numeric_limits<double>::infinity();
    const bool always = function.filter == nullptr;
    one_applies |= always && function.weight > 0.0;
    product *= always ? weighted : std::max(1.0, weighted);
    sum += weighted;
    greatest = std::max(greatest, weighted);
    greatest_value = std::max(greatest_value, value);
  }
  double bound = greatest;
  if (mode == ScoreMode::multiply) bound = product;
  if (mode == ScoreMode::sum) bound = sum;
  if (mode == ScoreMode::avg) bound = greatest_value;
  if (!one_applies) bound = std::max(bound, 1.0);
  return bound * (1.0 + 1e-9);  // libm may not be monotonic to the last bit, nor are sums in another order
}

float FunctionScoreIterator::raised(float query_bound, double max_factor, const FunctionScoreModes& modes) {
  return std::isinf(max_factor) ? std::numeric_limits<float>::infinity()
                                : combine_with_query(modes.boost, query_bound, max_factor, modes.max_boost);
}

float FunctionScoreIterator::raised(float query_bound) const {
  return functions_.empty() ? query_bound : raised(query_bound, max_factor_, modes_);
}

ScoreBound FunctionScoreIterator::bound(DocId target) {
  ScoreBound ahead = query_->bound(target);
  ahead.max_score = raised(ahead.max_score);
  return ahead;
}

void FunctionScoreIterator::set_min_competitive_score(float score) {
  if (std::isinf(max_factor_)) return;
  min_score_ = score;
  query_floor_ = functions_.empty() ? score : least_query_score(modes_.boost, score, max_factor_, modes_.max_boost);
  query_->set_min_competitive_score(query_floor_);
}

DocId FunctionScoreIterator::next() { return doc_ == kEndDoc ? doc_ : settle(query_->next()); }

DocId FunctionScoreIterator::advance(DocId target) {
  return doc_ == kEndDoc ? doc_ : settle(query_->advance(target));
}

DocId FunctionScoreIterator::settle(DocId candidate) {
  doc_ = candidate;
  while (doc_ != kEndDoc) {
    const bool weak = query_floor_ > 0.0F && query_->score() < query_floor_;
    if (!weak && (!modes_.min_score || score() >= *modes_.min_score)) break;
    doc_ = query_->next();
  }
  return doc_;
}

float FunctionScoreIterator::score() { return score_of(doc_, query_->score()); }

/// Documents asked for do not decrease.
float FunctionScoreIterator::score_of(DocId doc, float query_score) {
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    Function& function = functions_[i];
    matched_[i] = function.applies;
    if (function.filter == nullptr) continue;
    if (!started_[i] || function.filter->doc() < doc) function.filter->advance(doc);
    started_[i] = 1;
    matched_[i] = function.filter->doc() == doc;
  }
  return combined(doc, query_score);
}

void FunctionScoreIterator::rescore(ScoredBatch& batch) {
  const bool one_for_all = functions_.size() == 1 && functions_[0].filter == nullptr && functions_[0].applies &&
                           modes_.score == ScoreMode::first;
  if (!one_for_all) {
    for (std::uint32_t i = 0; i < batch.size; ++i) batch.scores[i] = score_of(batch.docs[i], batch.scores[i]);
    return;
  }
  std::array<double, ScoredBatch::kCapacity> values;
  functions_[0].reader->values({batch.docs.data(), batch.size}, values.data());
  for (std::uint32_t i = 0; i < batch.size; ++i) {
    const double factor = values[i] * functions_[0].weight;
    batch.scores[i] = combine_with_query(modes_.boost, batch.scores[i], factor, modes_.max_boost);
    require_valid(batch.scores[i], batch.docs[i]);
  }
}

bool FunctionScoreIterator::next_batch(ScoredBatch& batch, DocId from) {
  while (query_->next_batch(batch, from)) {
    keep_at_least(query_floor_, batch);
    rescore(batch);
    if (modes_.min_score) keep_at_least(*modes_.min_score, batch);
    if (min_score_ > 0.0F) keep_at_least(min_score_, batch);
    if (batch.size > 0) return true;
    from = batch.until;
  }
  return false;
}

void FunctionScoreIterator::look_up(std::span<const DocId> docs, float* scores) {
  query_->look_up(docs, scores);
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (scores[i] == kNoMatch || scores[i] < query_floor_) {
      scores[i] = kNoMatch;
      continue;
    }
    scores[i] = score_of(docs[i], scores[i]);
    if (modes_.min_score && scores[i] < *modes_.min_score) scores[i] = kNoMatch;
  }
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
