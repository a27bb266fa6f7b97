#include "engine/query/iterators/phrase_slot.hpp"

#include <algorithm>

#include "engine/index/postings/sorted_search.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kNotSought = ~0U;

}  // namespace
PhraseSlot::PhraseSlot(std::vector<PostingCursor> cursors, std::uint32_t offset, std::uint32_t repeats)
    : offset_(offset), repeats_(repeats) {
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

/// Unpacks the block that holds the first document >= target. False at the end.
bool PhraseSlot::enter_block(Reader& reader, DocId target) {
  reader.started = true;
  reader.cursor.seek_block(target);
  reader.docs = reader.cursor.docs();
  reader.at = 0;
  if (reader.docs.empty()) reader.doc = kEndDoc;
  return !reader.docs.empty();
}

void PhraseSlot::advance(Reader& reader, DocId target) {
  if (reader.started && reader.doc >= target) return;
  if ((!reader.started || reader.docs.back() < target) && !enter_block(reader, target)) return;
  reader.at = first_at_least(reader.docs, reader.at, target);
  reader.doc = reader.docs[reader.at];
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

bool PhraseSlot::has(DocId doc) {
  if (!is_one_term()) return advance(doc) == doc;
  Reader& reader = readers_[0];
  reader.at = reader.cursor.find(doc);
  doc_ = reader.doc = doc;
  return reader.at != kBlockSize;
}

DocId PhraseSlot::advance_strong(DocId target, const TermScorer& scorer, LengthBounds& lengths, float least) {
  Reader& reader = readers_[0];
  if (reader.started && reader.doc >= target) return doc_ = reader.doc;
  started_ = true;
  while (target != kEndDoc) {
    if (!reader.started || reader.docs.back() < target || strong_count_ == kNotSought) {
      const Bound ahead = bound(target, scorer);
      if (ahead.max_score < least) {
        target = ahead.last == kEndDoc ? kEndDoc : ahead.last + 1;
        continue;
      }
      if (!enter_block(reader, target)) break;
      find_strong(scorer, lengths, least);
    }
    for (; next_strong_ < strong_count_; ++next_strong_) {
      reader.at = strong_[next_strong_];
      const DocId doc = reader.docs[reader.at];
      if (doc < target || lengths.at(scorer.norm(doc)) < least) continue;
      ++next_strong_;
      return doc_ = reader.doc = doc;
    }
    target = reader.docs.back() + 1;
  }
  return doc_ = reader.doc = kEndDoc;
}

/// Lists the places in the block at hand of documents whose length may score `least`.
void PhraseSlot::find_strong(const TermScorer& scorer, LengthBounds& lengths, float least) {
  const std::span<const DocId> docs = readers_[0].docs;
  strong_count_ = 0;
  next_strong_ = 0;
  for (std::uint32_t i = 0; i < docs.size(); ++i) {
    strong_[strong_count_] = static_cast<std::uint8_t>(i);
    strong_count_ += lengths.at(scorer.norm(docs[i])) >= least ? 1 : 0;
  }
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
