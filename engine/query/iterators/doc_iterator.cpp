#include "engine/query/iterators/doc_iterator.hpp"

#include <memory>

namespace aisle::engine {

void DocIterator::match(MatchRange& range) {
  const auto window = std::make_unique<Window>();
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    window->base = range.window_base(i);
    window->bits.clear();
    collect(*window, false);
    range.windows[i] |= window->bits;
  }
}

void DocIterator::keep_matches(MatchRange& range) {
  const auto window = std::make_unique<Window>();
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    if (!range.windows[i].any()) continue;
    window->base = range.window_base(i);
    window->bits = range.windows[i];
    refine(*window, false);
    range.windows[i] = window->bits;
  }
}

bool DocIterator::next_batch(ScoredBatch& batch, DocId from) {
  batch.size = 0;
  for (DocId doc = advance(from); doc != kEndDoc && batch.size < ScoredBatch::kCapacity; doc = next()) {
    batch.docs[batch.size] = doc;
    batch.scores[batch.size++] = score();
  }
  if (batch.size == 0) return false;
  batch.until = batch.docs[batch.size - 1] + 1;
  return true;
}

void DocIterator::look_up(std::span<const DocId> docs, float* scores) {
  for (std::size_t i = 0; i < docs.size(); ++i) scores[i] = advance(docs[i]) == docs[i] ? score() : kNoMatch;
}

void DocIterator::add_bounds(std::span<const DocId> docs, double* bounds) const {
  const auto most = static_cast<double>(max_score());
  for (std::size_t i = 0; i < docs.size(); ++i) bounds[i] += most;
}

}  // namespace aisle::engine
