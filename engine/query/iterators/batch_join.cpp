#include "engine/query/iterators/batch_join.hpp"

#include <algorithm>

#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {
namespace {

// Blocks of another clause that are weighed beside one of the lead; over more of them the list's bound is as good.
constexpr std::uint32_t kBlocksPerLead = 3;

/// Keeps the candidates at which keep(i) holds, with their sums.
template <class Keep>
void keep_if(ScoredBatch& batch, std::array<double, ScoredBatch::kCapacity>& sums, Keep&& keep) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < batch.size; ++i) {
    batch.docs[kept] = batch.docs[i];
    sums[kept] = sums[i];
    kept += keep(i) ? 1 : 0;
  }
  batch.size = kept;
}

}  // namespace

void BatchJoin::lead(DocIterator& iterator, bool scores) {
  lead_ = &iterator;
  lead_scores_ = scores;
  lead_max_ = scores ? static_cast<double>(iterator.max_score()) : 0.0;
}

void BatchJoin::add(DocIterator& iterator, bool scores, bool required) {
  others_.push_back({&iterator, scores, required, scores ? static_cast<double>(iterator.max_score()) : 0.0, 0.0});
  others_score_ |= scores;
  double rest = 0.0;
  for (std::size_t i = others_.size(); i-- > 0;) others_[i].rest = rest += others_[i].max_score;
}

void BatchJoin::set_min_competitive_score(float score) {
  if (score <= min_score_) return;
  min_score_ = score;
  double before = lead_max_;  // what the lead and the others before this one can add at most
  for (std::size_t i = 0; i < others_.size(); ++i) {
    const double after = i + 1 < others_.size() ? others_[i + 1].rest : 0.0;
    if (others_[i].scores) others_[i].iterator->set_min_competitive_score(least_share(score, before + after));
    before += others_[i].max_score;
  }
  if (lead_scores_) lead_->set_min_competitive_score(least_share(score, others_.empty() ? 0.0 : others_.front().rest));
}

bool BatchJoin::next_batch(ScoredBatch& batch, DocId from) {
  Sums sums;
  while (true) {
    from = skip_weak(from);
    if (from == kEndDoc || !lead_->next_batch(batch, from)) return false;
    from = batch.until;
    join(batch, sums);
    if (batch.size > 0) return true;
  }
}

/// The first document >= from in a block of the lead that, with what the others can add there, can compete.
DocId BatchJoin::skip_weak(DocId from) {
  if (min_score_ <= 0.0F || !lead_scores_ || others_.empty()) return from;
  while (from != kEndDoc) {
    const ScoreBound lead = lead_->bound(from);
    double sum = static_cast<double>(lead.max_score);
    for (const Other& other : others_) {
      if (other.scores) sum += static_cast<double>(range_bound(other, from, lead.last));
    }
    if (bound_of_sum(sum) >= min_score_) return from;
    from = lead.last == kEndDoc ? kEndDoc : lead.last + 1;
  }
  return from;
}

float BatchJoin::range_bound(const Other& other, DocId first, DocId last) const {
  const auto whole = static_cast<float>(other.max_score);
  if (other.iterator->cost() > kBlocksPerLead * lead_->cost()) return whole;
  float best = 0.0F;
  for (std::uint32_t i = 0; i < kBlocksPerLead; ++i) {
    const ScoreBound one = other.iterator->bound(first);
    best = std::max(best, one.max_score);
    if (one.last >= last) return best;
    first = one.last + 1;
  }
  return whole;
}

void BatchJoin::join(ScoredBatch& batch, Sums& sums) {
  for (std::uint32_t i = 0; i < batch.size; ++i) sums[i] = lead_scores_ ? static_cast<double>(batch.scores[i]) : 0.0;
  if (min_score_ > 0.0F && others_score_) drop_by_bounds(batch, sums);
  for (std::size_t i = 0; i < others_.size() && batch.size > 0; ++i) {
    if (i > 0 && min_score_ > 0.0F) {
      const double rest = others_[i].rest;
      keep_if(batch, sums, [&](std::uint32_t at) { return bound_of_sum(sums[at] + rest) >= min_score_; });
    }
    apply(others_[i], batch, sums);
  }
  finish(batch, sums);
}

void BatchJoin::drop_by_bounds(ScoredBatch& batch, Sums& sums) const {
  Sums bounds;
  std::copy_n(sums.begin(), batch.size, bounds.begin());
  const std::span<const DocId> docs(batch.docs.data(), batch.size);
  for (const Other& other : others_) {
    if (other.scores) other.iterator->add_bounds(docs, bounds.data());
  }
  keep_if(batch, sums, [&](std::uint32_t i) { return bound_of_sum(bounds[i]) >= min_score_; });
}

void BatchJoin::apply(const Other& other, ScoredBatch& batch, Sums& sums) {
  if (batch.size == 0) return;
  std::array<float, ScoredBatch::kCapacity> found;
  other.iterator->look_up(std::span<const DocId>(batch.docs.data(), batch.size), found.data());
  if (other.scores) {
    for (std::uint32_t i = 0; i < batch.size; ++i) sums[i] += static_cast<double>(std::max(found[i], 0.0F));
  }
  if (other.required) keep_if(batch, sums, [&](std::uint32_t i) { return found[i] >= 0.0F; });
}

void BatchJoin::finish(ScoredBatch& batch, const Sums& sums) const {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < batch.size; ++i) {
    const auto score = static_cast<float>(sums[i]);
    batch.docs[kept] = batch.docs[i];
    batch.scores[kept] = score;
    kept += score >= min_score_ ? 1 : 0;
  }
  batch.size = kept;
}

void BatchJoin::look_up(std::span<const DocId> docs, float* scores) {
  std::fill_n(scores, docs.size(), kNoMatch);
  ScoredBatch batch;
  Sums sums;
  std::array<float, ScoredBatch::kCapacity> found;
  lead_->look_up(docs, found.data());
  batch.size = 0;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    batch.docs[batch.size] = docs[i];
    batch.scores[batch.size] = found[i];
    batch.size += found[i] >= 0.0F ? 1 : 0;
  }
  join(batch, sums);
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < batch.size; ++i) {
    while (docs[at] != batch.docs[i]) ++at;
    scores[at] = batch.scores[i];
  }
}

void BatchJoin::sharpen_bounds() {
  lead_->sharpen_bounds();
  for (const Other& other : others_) other.iterator->sharpen_bounds();
}

void BatchJoin::add_bounds(std::span<const DocId> docs, double* bounds) const {
  Sums sums{};
  if (lead_scores_) lead_->add_bounds(docs, sums.data());
  for (const Other& other : others_) {
    if (other.scores) other.iterator->add_bounds(docs, sums.data());
  }
  add_bounds_of_sums(docs.size(), sums.data(), bounds);
}

}  // namespace aisle::engine
