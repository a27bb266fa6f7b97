// A term in pruned evaluation: as the clause that leads, a block at a time, and as one that is looked up.
#include <algorithm>

#include "engine/index/postings/sorted_search.hpp"
#include "engine/query/iterators/block_search.hpp"
#include "engine/query/iterators/term_iterator.hpp"

namespace aisle::engine {
namespace {

// Shorter lists are scored without a table.
constexpr std::uint32_t kTableMinimum = 256;
// Counting the bits before so many documents costs less than unpacking their block.
constexpr std::size_t kFewLookUps = 6;

/// The first of [at, end) that is not below `doc`; mostly close to `at`.
const DocId* gallop(const DocId* at, const DocId* end, DocId doc) {
  std::ptrdiff_t step = 1;
  for (; end - at > step && at[step] < doc; step *= 2) at += step;
  return std::lower_bound(at, end - at > step ? at + step + 1 : end, doc);
}

}  // namespace

const TermScoreTable* TermIterator::score_table() const {
  if (table_ == nullptr && doc_freq_ >= kTableMinimum) {
    table_ = std::make_unique<const TermScoreTable>(scorer_, cursor_.list_impacts());
  }
  return table_.get();
}

bool TermIterator::next_batch(ScoredBatch& batch, DocId from) {
  batch.size = 0;
  if (max_score_ < min_score_) return false;
  while (true) {
    if (min_score_ > 0.0F) from = skip_weak_blocks(from);
    if (from == kEndDoc) return false;
    cursor_.seek_block(from);
    if (cursor_.exhausted()) return false;
    batch.until = cursor_.block_last() + 1;
    copy_block(batch, from);
    if (batch.size > 0) return true;
    from = batch.until;
  }
}

/// The block's documents from `from` on that can compete by themselves.
void TermIterator::copy_block(ScoredBatch& batch, DocId from) {
  const std::span<const DocId> docs = cursor_.docs();
  const std::uint32_t first = docs.front() >= from ? 0 : position_of(docs, from);
  std::uint32_t size = 0;
  const auto put = [&](DocId doc, float score) {
    batch.docs[size] = doc;
    batch.scores[size] = score;
    size += score >= min_score_ ? 1 : 0;
  };
  const TermScoreTable* table = cursor_.freqs_are_one() ? score_table() : nullptr;
  if (scorer_.weight == 0.0F) {
    for (std::uint32_t i = first; i < docs.size(); ++i) put(docs[i], 0.0F);
  } else if (table != nullptr) {
    for (std::uint32_t i = first; i < docs.size(); ++i) put(docs[i], table->once[scorer_.norm(docs[i])]);
  } else {
    const std::uint32_t* freqs = cursor_.freqs().data();
    for (std::uint32_t i = first; i < docs.size(); ++i) put(docs[i], scorer_.score(freqs[i], scorer_.norm(docs[i])));
  }
  batch.size = size;
}

void TermIterator::look_up(std::span<const DocId> docs, float* scores) {
  std::size_t i = 0;
  while (i < docs.size() && max_score_ >= min_score_) {
    cursor_.seek_block(docs[i]);
    if (cursor_.exhausted()) break;
    const DocId last = cursor_.block_last();
    std::size_t end = i + 1;
    while (end < docs.size() && docs[end] <= last) ++end;
    const std::span<const DocId> inside = docs.subspan(i, end - i);
    if (block_is_weak()) {
      std::fill_n(scores + i, inside.size(), kNoMatch);
    } else if (cursor_.is_dense()) {
      look_up_in_bitmap(inside, scores + i);
    } else {
      look_up_in_block(inside, scores + i);
    }
    i = end;
  }
  std::fill_n(scores + i, docs.size() - i, kNoMatch);
}

/// Whether nothing in the cursor's block can compete.
bool TermIterator::block_is_weak() {
  if (min_score_ <= 0.0F) return false;
  if (weighed_last_ != cursor_.block_last()) {
    weighed_last_ = cursor_.block_last();
    weighed_bound_ = scorer_.max_score(cursor_.block_impacts());
  }
  return weighed_bound_ < min_score_;
}

void TermIterator::look_up_in_block(std::span<const DocId> docs, float* scores) {
  std::array<std::uint8_t, ScoredBatch::kCapacity> positions;
  find_in_block(cursor_.docs(), docs, positions.data());
  score_positions(docs, positions.data(), scores);
}

/// Documents of a dense block are unpacked only where a frequency is needed.
void TermIterator::look_up_in_bitmap(std::span<const DocId> docs, float* scores) {
  std::array<std::uint8_t, ScoredBatch::kCapacity> positions;
  const bool needs_freqs = scorer_.weight != 0.0F && !cursor_.freqs_are_one();
  if (needs_freqs && docs.size() > kFewLookUps) cursor_.docs();
  for (std::size_t i = 0; i < docs.size(); ++i) {
    positions[i] = kNotInBlock;
    if (!cursor_.bitmap_has(docs[i])) continue;
    positions[i] = needs_freqs ? static_cast<std::uint8_t>(cursor_.find(docs[i])) : 0;
  }
  score_positions(docs, positions.data(), scores);
}

void TermIterator::score_positions(std::span<const DocId> docs, const std::uint8_t* positions, float* scores) {
  if (scorer_.weight == 0.0F) {
    for (std::size_t i = 0; i < docs.size(); ++i) scores[i] = positions[i] == kNotInBlock ? kNoMatch : 0.0F;
    return;
  }
  const std::uint32_t* freqs = cursor_.freqs_are_one() ? nullptr : cursor_.freqs().data();
  for (std::size_t i = 0; i < docs.size(); ++i) {
    scores[i] = kNoMatch;
    if (positions[i] == kNotInBlock) continue;
    scores[i] = scorer_.score(freqs == nullptr ? 1U : freqs[positions[i]], scorer_.norm(docs[i]));
  }
}

void TermIterator::add_bounds(std::span<const DocId> docs, double* bounds) const {
  const TermScoreTable* table = scorer_.norms == nullptr ? nullptr : score_table();
  if (table == nullptr) return DocIterator::add_bounds(docs, bounds);
  const std::array<float, 256>& most = repeats_ ? table->once : table->most;
  for (std::size_t i = 0; i < docs.size(); ++i) bounds[i] += static_cast<double>(most[scorer_.norm(docs[i])]);
  if (repeats_ && !docs.empty()) add_repeats(*table, docs, bounds);
}

void TermIterator::sharpen_bounds() {
  if (!repeats_ && repeats_source_) repeats_ = repeats_source_->find();
}

/// Raises bounds for one occurrence where there may be more.
void TermIterator::add_repeats(const TermScoreTable& table, std::span<const DocId> docs, double* bounds) const {
  const DocId* const end = repeats_->data() + repeats_->size();
  const DocId* at = std::lower_bound(repeats_->data(), end, docs.front());
  const auto raise = [&](std::size_t i) {
    const std::uint8_t norm = scorer_.norm(docs[i]);
    bounds[i] += static_cast<double>(table.most[norm]) - static_cast<double>(table.once[norm]);
  };
  if (static_cast<std::size_t>(end - at) <= docs.size() || at[docs.size()] > docs.back()) {
    for (std::uint32_t i = 0; at != end && *at <= docs.back(); ++at) {
      i = first_at_least(docs, i, *at);
      if (docs[i] == *at) raise(i);
    }
    return;
  }
  for (std::size_t i = 0; i < docs.size() && at != end; ++i) {
    at = gallop(at, end, docs[i]);
    if (at != end && *at == docs[i]) raise(i);
  }
}

}  // namespace aisle::engine
