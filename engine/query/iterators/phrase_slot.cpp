#include "engine/query/iterators/phrase_slot.hpp"

#include <algorithm>

namespace aisle::engine {

PhraseSlot::PhraseSlot(std::vector<PostingCursor> cursors, std::uint32_t offset) : offset_(offset) {
  for (PostingCursor& cursor : cursors) {
    Reader& reader = readers_.emplace_back();
    reader.cursor = std::move(cursor);
  }
}

std::uint64_t PhraseSlot::cost() const {
  std::uint64_t sum = 0;
  for (const Reader& reader : readers_) sum += reader.cursor.doc_freq();
  return sum;
}

void PhraseSlot::advance(Reader& reader, DocId target) {
  if (reader.started && reader.doc >= target) return;
  if (!reader.started || reader.docs.back() < target) {
    reader.started = true;
    reader.cursor.seek_block(target);
    reader.docs = reader.cursor.docs();
    reader.at = 0;
    if (reader.docs.empty()) {
      reader.doc = kEndDoc;
      return;
    }
  }
  const auto found = std::lower_bound(reader.docs.begin() + reader.at, reader.docs.end(), target);
  reader.at = static_cast<std::uint32_t>(found - reader.docs.begin());
  reader.doc = *found;
}

DocId PhraseSlot::advance(DocId target) {
  if (started_ && doc_ >= target) return doc_;
  started_ = true;
  doc_ = kEndDoc;
  for (Reader& reader : readers_) {
    advance(reader, target);
    doc_ = std::min(doc_, reader.doc);
  }
  return doc_;
}

std::span<const std::uint32_t> PhraseSlot::positions() {
  if (readers_.size() == 1) return readers_[0].cursor.positions(readers_[0].at);
  merged_.clear();
  for (Reader& reader : readers_) {
    if (reader.doc != doc_) continue;
    const std::span<const std::uint32_t> part = reader.cursor.positions(reader.at);
    merged_.insert(merged_.end(), part.begin(), part.end());
  }
  std::sort(merged_.begin(), merged_.end());
  merged_.erase(std::unique(merged_.begin(), merged_.end()), merged_.end());
  return merged_;
}

float PhraseSlot::max_score(const TermScorer& scorer) const {
  // A union's frequency may exceed each of its terms'; then only the weight itself is a bound.
  return readers_.size() == 1 ? scorer.max_score(readers_[0].cursor.list_impacts()) : scorer.weight;
}

PhraseSlot::Bound PhraseSlot::bound(DocId target, const TermScorer& scorer) {
  if (readers_.size() != 1) return {.last = kEndDoc, .max_score = scorer.weight};
  const PostingCursor::BlockBound block = readers_[0].cursor.peek_block(target);
  return {.last = block.last, .max_score = scorer.max_score(block.impacts)};
}

}  // namespace aisle::engine
