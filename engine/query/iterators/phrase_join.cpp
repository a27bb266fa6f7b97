#include "engine/query/iterators/phrase_join.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "engine/query/iterators/block_search.hpp"

namespace aisle::engine {
namespace {

// With so many documents sought in a block of a dense list, unpacking it costs less than counting bits for each.
constexpr std::uint32_t kManyInDenseBlock = 6;

}  // namespace

PhraseJoin::PhraseJoin(const std::vector<Place>& places) {
  assert(places.size() >= 2 && "a phrase of one term is a term");
  std::vector<std::uint32_t> order(places.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(places[a].cursor->doc_freq(), a) < std::pair(places[b].cursor->doc_freq(), b);
  });
  slots_.reserve(places.size());
  for (const std::uint32_t i : order) {
    Slot& slot = slots_.emplace_back();
    static_cast<Place&>(slot) = places[i];
    slot.ordinal = i;
  }
  in_order_.resize(slots_.size());
}

bool PhraseJoin::next(PhraseBlock& block, DocId from, const Bar* bar) {
  block.size = 0;
  PostingCursor& lead = *slots_[0].cursor;
  while (true) {
    if (bar != nullptr) from = next_strong(from, *bar);
    if (from == kEndDoc) return false;
    lead.seek_block(from);
    if (lead.exhausted()) return false;
    block.until = lead.block_last() + 1;
    take_candidates(from, bar);
    for (std::size_t i = 1; i < slots_.size() && size_ > 0; ++i) narrow(slots_[i], i == 1);
    for (std::uint32_t i = 0; i < size_; ++i) {
      const std::uint32_t freq = phrase_freq(candidates_[i]);
      block.docs[block.size] = docs_[i];
      block.freqs[block.size] = freq;
      block.size += freq > 0 ? 1 : 0;
    }
    if (block.size > 0) return true;
    from = block.until;
  }
}

/// The first document >= from in a block of the lead that can reach the bar.
DocId PhraseJoin::next_strong(DocId from, const Bar& bar) {
  while (from != kEndDoc) {
    const PostingCursor::BlockBound ahead = slots_[0].cursor->peek_block(from);
    if (bar.scorer.max_score(ahead.impacts) >= bar.least) return from;
    from = ahead.last == kEndDoc ? kEndDoc : ahead.last + 1;
  }
  return from;
}

/// The documents of the lead's block that can hold the phrase and reach the bar, as far as the lead can tell.
void PhraseJoin::take_candidates(DocId from, const Bar* bar) {
  const Slot& lead = slots_[0];
  size_ = 0;
  positions_.clear();
  const bool once = lead.cursor->freqs_are_one();
  if (once && lead.repeats > 1) return;
  const std::span<const DocId> docs = lead.cursor->docs();
  const std::uint32_t* freqs = lead.repeats > 1 ? lead.cursor->freqs().data() : nullptr;
  for (std::uint32_t i = 0; i < docs.size(); ++i) {
    docs_[size_] = docs[i];
    candidates_[size_] = static_cast<std::uint8_t>(i);
    bool keep = docs[i] >= from;
    if (freqs != nullptr) keep &= freqs[i] >= lead.repeats;
    if (bar != nullptr) keep &= bar->lengths.at(bar->scorer.norm(docs[i])) >= bar->least;
    size_ += keep ? 1 : 0;
  }
}

/// Keeps the candidates that hold the slot's term too, and where both terms occur once, beside the lead's.
void PhraseJoin::narrow(Slot& slot, bool first) {
  PostingCursor& cursor = *slot.cursor;
  if (cursor.is_dense()) return narrow_dense(slot, first);
  std::array<std::uint8_t, kBlockSize> places;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < size_;) {
    cursor.seek_block(docs_[i]);
    if (cursor.exhausted()) break;
    const DocId last = cursor.block_last();
    std::uint32_t end = i + 1;
    while (end < size_ && docs_[end] <= last) ++end;
    find_in_block(cursor.docs(), {docs_.data() + i, end - i}, places.data());
    kept = keep_found(slot, first, i, end, places.data(), kept);
    i = end;
  }
  size_ = kept;
}

void PhraseJoin::narrow_dense(Slot& slot, bool first) {
  PostingCursor& cursor = *slot.cursor;
  std::uint32_t held = 0;
  for (std::uint32_t i = 0; i < size_; ++i) {
    const DocId doc = docs_[i];
    docs_[held] = doc;
    candidates_[held] = candidates_[i];
    held += cursor.bitmap_has(doc) ? 1 : 0;
  }
  std::array<std::uint8_t, kBlockSize> places;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < held;) {
    cursor.seek_block(docs_[i]);
    const DocId last = cursor.block_last();
    std::uint32_t end = i + 1;
    while (end < held && docs_[end] <= last) ++end;
    if (end - i >= kManyInDenseBlock) (void)cursor.docs();
    for (std::uint32_t k = i; k < end; ++k) places[k - i] = static_cast<std::uint8_t>(cursor.find(docs_[k]));
    kept = keep_found(slot, first, i, end, places.data(), kept);
    i = end;
  }
  size_ = kept;
}

/// Of the candidates begin .. end - 1, which are at `places` of the slot's block, keeps from `kept` on those that may
/// hold the phrase. `first`: the lead's own positions have not been read yet.
std::uint32_t PhraseJoin::keep_found(Slot& slot, bool first, std::uint32_t begin, std::uint32_t end,
                                     const std::uint8_t* places, std::uint32_t kept) {
  Slot& lead = slots_[0];
  const bool once = slot.cursor->freqs_are_one();
  const bool lead_once = lead.cursor->freqs_are_one();
  for (std::uint32_t i = begin; i < end; ++i) {
    if (places[i - begin] == kNotInBlock) continue;
    const std::uint8_t candidate = candidates_[i];
    Occurrences& start = lead.found[candidate];
    if (first) start = read(*lead.cursor, candidate, lead_once);
    const Occurrences own = slot.found[candidate] = read(*slot.cursor, places[i - begin], once);
    const bool apart = own.count == 1 && start.count == 1 && own.value - slot.offset != start.value - lead.offset;
    docs_[kept] = docs_[i];
    candidates_[kept] = candidate;
    kept += apart ? 0 : 1;
  }
  return kept;
}

PhraseJoin::Occurrences PhraseJoin::read(PostingCursor& cursor, std::uint32_t place, bool once) {
  if (once) return {cursor.only_position(place), 1};
  const std::span<const std::uint32_t> all = cursor.positions(place);
  if (all.size() == 1) return {all[0], 1};
  const auto begin = static_cast<std::uint32_t>(positions_.size());
  positions_.insert(positions_.end(), all.begin(), all.end());
  return {begin, static_cast<std::uint32_t>(all.size())};
}

std::span<const std::uint32_t> PhraseJoin::positions(const Occurrences& found) const {
  if (found.count == 1) return {&found.value, 1};
  return std::span(positions_).subspan(found.value, found.count);
}

/// Once narrowed by every slot.
std::uint32_t PhraseJoin::phrase_freq(std::uint32_t candidate) {
  bool once = true;
  for (const Slot& slot : slots_) once &= slot.found[candidate].count == 1;
  if (once) return 1;
  for (const Slot& slot : slots_) {
    in_order_[slot.ordinal] = {.positions = positions(slot.found[candidate]), .offset = slot.offset};
  }
  return exact_phrase_freq(in_order_);
}

}  // namespace aisle::engine
