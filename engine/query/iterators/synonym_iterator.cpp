#include "engine/query/iterators/synonym_iterator.hpp"

#include <algorithm>

namespace aisle::engine {

SynonymIterator::SynonymIterator(std::vector<PostingCursor> cursors, const TermScorer& scorer) : scorer_(scorer) {
  for (PostingCursor& cursor : cursors) {
    cost_ += cursor.doc_freq();
    Reader& reader = readers_.emplace_back();
    reader.cursor = std::move(cursor);
  }
}

void SynonymIterator::Reader::seek(DocId target) {
  if (at < docs.size() && docs[at] >= target) return;
  if (docs.empty() || docs.back() < target) {
    cursor.seek_block(target);
    docs = cursor.docs();
    at = 0;
  }
  at = static_cast<std::uint32_t>(std::lower_bound(docs.begin() + at, docs.end(), target) - docs.begin());
}

DocId SynonymIterator::next() { return started_ && doc_ == kEndDoc ? doc_ : settle(started_ ? doc_ + 1 : DocId{0}); }

DocId SynonymIterator::advance(DocId target) { return started_ && doc_ >= target ? doc_ : settle(target); }

DocId SynonymIterator::settle(DocId target) {
  started_ = true;
  doc_ = kEndDoc;
  for (Reader& reader : readers_) {
    reader.seek(target);
    doc_ = std::min(doc_, reader.doc());
  }
  return doc_;
}

float SynonymIterator::score() {
  std::uint32_t freq = 0;
  for (Reader& reader : readers_) {
    if (reader.doc() == doc_) freq += reader.cursor.freqs()[reader.at];
  }
  return scorer_.score(freq, scorer_.norm(doc_));
}

void SynonymIterator::match(MatchRange& range) {
  for (Reader& reader : readers_) reader.cursor.fill_words(range.base, {range.words(), kRangeWords});
}

void SynonymIterator::fill(Window& window, bool with_scores) {
  const DocId end = window.base + kWindowSize;
  for (Reader& reader : readers_) {
    for (reader.seek(window.base); reader.doc() < end; reader.seek(reader.doc() + 1)) {
      const std::uint32_t offset = index_of(reader.doc()) - index_of(window.base);
      window.bits.set(offset);
      if (with_scores) freqs_[offset] += reader.cursor.freqs()[reader.at];
    }
  }
  if (!with_scores) return;
  window.bits.for_each([&](std::uint32_t offset) {
    const DocId doc = window.base + offset;
    window.scores[offset] = static_cast<double>(scorer_.score(freqs_[offset], scorer_.norm(doc)));
    freqs_[offset] = 0;
  });
}

}  // namespace aisle::engine
