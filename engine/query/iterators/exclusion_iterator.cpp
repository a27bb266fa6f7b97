#include "engine/query/iterators/exclusion_iterator.hpp"

#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {

DocId ExclusionIterator::settle(DocId candidate) {
  while (candidate != kEndDoc) {
    if (!unwanted_started_ || unwanted_->doc() < candidate) {
      unwanted_->advance(candidate);
      unwanted_started_ = true;
    }
    if (unwanted_->doc() != candidate) break;
    candidate = wanted_->next();
  }
  return doc_ = candidate;
}

void ExclusionIterator::collect(Window& window, bool with_scores) {
  if (own_ == nullptr) own_ = std::make_unique<Window>();
  own_->reset(window.base);
  wanted_->collect(*own_, with_scores);
  take_out(*own_);
  add_rounded(*own_, window, with_scores);
}

void ExclusionIterator::refine(Window& window, bool with_scores) {
  wanted_->refine(window, with_scores);
  take_out(window);
}

bool ExclusionIterator::next_batch(ScoredBatch& batch, DocId from) {
  while (wanted_->next_batch(batch, from)) {
    std::array<float, ScoredBatch::kCapacity> unwanted;
    unwanted_->look_up(std::span<const DocId>(batch.docs.data(), batch.size), unwanted.data());
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < batch.size; ++i) {
      batch.docs[kept] = batch.docs[i];
      batch.scores[kept] = batch.scores[i];
      kept += unwanted[i] < 0.0F ? 1 : 0;
    }
    batch.size = kept;
    if (kept > 0) return true;
    from = batch.until;
  }
  return false;
}

void ExclusionIterator::look_up(std::span<const DocId> docs, float* scores) {
  std::array<float, ScoredBatch::kCapacity> unwanted;
  wanted_->look_up(docs, scores);
  unwanted_->look_up(docs, unwanted.data());
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (unwanted[i] >= 0.0F) scores[i] = kNoMatch;
  }
}

void ExclusionIterator::take_out(Window& window) {
  if (!window.bits.any()) return;
  Window& unwanted = unwanted_window_;
  unwanted.base = window.base;
  unwanted.bits = window.bits;
  unwanted_->refine(unwanted, false);
  WindowBits left = window.bits;
  left.remove(unwanted.bits);
  keep_only(window, left);
  unwanted.bits.clear();
}

void ExclusionIterator::match(MatchRange& range) {
  if (own_range_ == nullptr) own_range_ = std::make_unique<MatchRange>();
  own_range_->reset(range.base);
  own_range_->ranges_in_segment = range.ranges_in_segment;
  wanted_->match(*own_range_);
  take_out(*own_range_);
  range |= *own_range_;
}

void ExclusionIterator::keep_matches(MatchRange& range) {
  wanted_->keep_matches(range);
  take_out(range);
}

void ExclusionIterator::take_out(MatchRange& range) {
  if (!range.any()) return;
  if (unwanted_range_ == nullptr) unwanted_range_ = std::make_unique<MatchRange>();
  *unwanted_range_ = range;
  unwanted_->keep_matches(*unwanted_range_);
  range.remove(*unwanted_range_);
}

}  // namespace aisle::engine
