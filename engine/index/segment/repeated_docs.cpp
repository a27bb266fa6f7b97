#include "engine/index/segment/repeated_docs.hpp"

#include <algorithm>

namespace aisle::engine {
namespace {

// Where a larger part of a list is repeated, keeping it costs more than it saves.
constexpr std::uint32_t kMostShare = 4;

}  // namespace

RepeatedDocs::RepeatedDocs(const FieldIndex& index) {
  for (std::uint32_t term = 0; term < index.term_count(); ++term) {
    if (index.doc_freq(TermId{term}) >= kLongList) terms_.push_back(TermId{term});
  }
  lists_ = std::make_unique<std::atomic<const List*>[]>(terms_.size());
}

RepeatedDocs::~RepeatedDocs() {
  for (std::size_t i = 0; i < terms_.size(); ++i) delete lists_[i].load(std::memory_order_acquire);
}

std::optional<std::span<const DocId>> RepeatedDocs::of(const FieldIndex& index, TermId term) const {
  const auto at = std::lower_bound(terms_.begin(), terms_.end(), term);
  if (at == terms_.end() || *at != term) return std::nullopt;
  std::atomic<const List*>& kept = lists_[static_cast<std::size_t>(at - terms_.begin())];
  const List* list = kept.load(std::memory_order_acquire);
  if (list == nullptr) {
    std::unique_ptr<const List> found = find(index, term);
    // Of two threads that look at once, one keeps what it found.
    if (kept.compare_exchange_strong(list, found.get(), std::memory_order_acq_rel)) list = found.release();
  }
  if (!list->useful) return std::nullopt;
  return std::span<const DocId>(list->docs);
}

std::unique_ptr<const RepeatedDocs::List> RepeatedDocs::find(const FieldIndex& index, TermId term) {
  auto list = std::make_unique<List>();
  PostingCursor postings = index.postings(term, PostingDetail::freqs);
  for (; !postings.exhausted(); postings.next_block()) {
    if (postings.freqs_are_one()) continue;
    const std::span<const DocId> docs = postings.docs();
    const std::span<const std::uint32_t> freqs = postings.freqs();
    for (std::size_t i = 0; i < docs.size(); ++i) {
      if (freqs[i] > 1) list->docs.push_back(docs[i]);
    }
  }
  list->useful = list->docs.size() * kMostShare <= postings.doc_freq();
  if (!list->useful) list->docs.clear();
  list->docs.shrink_to_fit();
  return list;
}

std::optional<std::span<const DocId>> TermRepeats::find() const {
  const auto& repeated = derived_->get<RepeatedDocs>(DerivedKind::repeated_docs, field_,
                                                     [&] { return std::make_unique<RepeatedDocs>(*index_); });
  return repeated.of(*index_, term_);
}

std::size_t RepeatedDocs::memory_bytes() const {
  std::size_t bytes = terms_.size() * (sizeof(TermId) + sizeof lists_[0]);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const List* list = lists_[i].load(std::memory_order_acquire);
    if (list != nullptr) bytes += sizeof(List) + list->docs.capacity() * sizeof(DocId);
  }
  return bytes;
}

}  // namespace aisle::engine
