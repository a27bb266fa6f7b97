#pragma once
// The inverted half of one field in one segment: its terms in order and, for each, where it occurs.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/dictionary/dictionary.hpp"
#include "engine/index/postings/posting_cursor.hpp"
#include "engine/index/postings/posting_format.hpp"
#include "engine/index/segment/segment_image.hpp"

namespace aisle::engine {

/// What scoring needs to know of one field in one segment. Sums over segments give the collection's statistics.
struct FieldStatistics {
  std::uint64_t doc_count = 0;      ///< documents that have the field (deleted ones included, as in Lucene)
  std::uint64_t sum_doc_freq = 0;   ///< postings
  std::uint64_t sum_term_freq = 0;  ///< tokens; equals sum_doc_freq where frequencies are not kept
};

/// The stored form of what is known of a field as a whole.
struct FieldSummary {
  FieldStatistics statistics;
  std::uint32_t term_count = 0;
  PostingDetail kept = PostingDetail::docs;
  std::uint8_t has_norms = 0;
  std::uint16_t reserved = 0;
};
static_assert(sizeof(FieldSummary) == 32);

/// Immutable; owned by its Segment and valid as long as that. Any thread may read.
///
/// Term numbers are ranks in byte order (UTF-8 order is code point order), so a range of terms is a range of numbers,
/// and the ordinals of the field's column are these numbers.
class FieldIndex {
 public:
  /// Views `field`'s sections, which must be there. Fails with data_corrupt.
  static Result<FieldIndex> open(const SectionTable& sections, std::uint32_t field, ImageTrust trust);

  const FieldStatistics& statistics() const { return summary_.statistics; }
  std::uint32_t term_count() const { return summary_.term_count; }

  /// Exact look-up by hash: one or two cache misses.
  std::optional<TermId> find(std::string_view term) const { return dictionary_.find(term); }
  /// The number of the first term >= `term`, in [0, term_count()].
  std::uint32_t lower_bound(std::string_view term) const { return dictionary_.lower_bound(term); }
  /// Term numbers [first, last) of the terms that begin with `prefix`.
  std::pair<std::uint32_t, std::uint32_t> prefix_range(std::string_view prefix) const {
    return dictionary_.prefix_range(prefix);
  }
  /// Writes the term's bytes to `out`, replacing what it held.
  void term(TermId term, std::string& out) const { dictionary_.term(term, out); }
  std::string term(TermId term) const {
    std::string bytes;
    dictionary_.term(term, bytes);
    return bytes;
  }
  /// Calls visit(TermId, string_view) for numbers [first, last) in order, until it returns false. Sequential and
  /// cheap. The bytes are valid during the call only.
  template <class Visit>
  void for_each_term(std::uint32_t first, std::uint32_t last, Visit&& visit) const {
    dictionary_.for_each(first, last, std::forward<Visit>(visit));
  }

  /// All terms in order, one at a time.
  TermWalk walk() const { return TermWalk(dictionary_); }

  std::uint32_t doc_freq(TermId term) const { return entries_[index_of(term)].doc_freq; }
  /// The document of a term that has one. REQUIRES: doc_freq(term) == 1.
  DocId only_doc(TermId term) const { return DocId{entries_[index_of(term)].doc}; }
  std::uint64_t term_freq(TermId term) const;  ///< occurrences in all documents

  /// Opens the posting list. Where the field keeps less than is needed, frequencies are 1; asking for positions where
  /// `has_positions()` is false is a mistake of the caller's (assert).
  PostingCursor postings(TermId term, PostingDetail detail) const {
    return PostingCursor(view_, entries_[index_of(term)], detail);
  }
  /// The list of a term that one document has once: its document and position (0 where the field keeps none). None for
  /// any other list.
  struct OnePosting {
    std::uint32_t doc = 0;
    std::uint32_t position = 0;
  };
  std::optional<OnePosting> one_posting(TermId term) const {
    const TermEntry& entry = entries_[index_of(term)];
    if (entry.doc_freq != 1 || entry.single_freq() != 1) return std::nullopt;
    return OnePosting{entry.doc, static_cast<std::uint32_t>(entry.single_value())};
  }
  bool has_positions() const { return summary_.kept == PostingDetail::positions; }
  PostingDetail kept_detail() const { return summary_.kept; }

  /// One length byte per document (Lucene's SmallFloat.intToByte4 of the number of tokens), 0 where the document lacks
  /// the field; empty where the field keeps no norms.
  std::span<const std::uint8_t> norms() const { return norms_; }

 private:
  FieldSummary summary_;
  Dictionary dictionary_;
  std::span<const TermEntry> entries_;
  std::span<const std::uint8_t> norms_;
  PostingsView view_;
};

}  // namespace aisle::engine
