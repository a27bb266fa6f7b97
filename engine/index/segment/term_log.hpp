#pragma once
// Inverting one text or keyword field, first half: tokens as they come. Terms get numbers in order of appearance, every
// occurrence is appended to a log as (term, position). Sorting is left to the seal, which does it once by counting.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/index/segment/term_table.hpp"
#include "engine/schema/posting_detail.hpp"

namespace aisle::engine {

/// Used by one thread at a time.
class TermLog {
 public:
  explicit TermLog(PostingDetail kept) : kept_(kept) {}

  /// The occurrences that follow are of this document. Documents increase.
  void begin_document(std::uint32_t doc) { runs_.push_back({doc, static_cast<std::uint32_t>(occurrences_.size())}); }

  /// Asks for the term's slot, which a later add() of it will need.
  void prefetch(std::uint64_t hash) const { terms_.prefetch(hash); }
  /// An occurrence in the document begun last. Positions within a document do not decrease. `hash` is the key's.
  void add(const TermKey& key, std::uint64_t hash, std::string_view term, std::uint32_t position) {
    put(terms_.intern(key, hash, term), position);
  }
  /// Occurrences of terms that were numbered before, one after the other at one position.
  void add_known(std::span<const std::uint32_t> numbers, std::uint32_t position) {
    for (const std::uint32_t number : numbers) put(number, position);
  }
  /// The term's number, for add_known. No occurrence.
  std::uint32_t number_of(std::string_view term) {
    const TermKey key = TermKey::of(term);
    return terms_.intern(key, key.hash(), term);
  }

  /// The occurrences from `begin` up to the next run's begin belong to `doc`.
  struct Run {
    std::uint32_t doc = 0;
    std::uint32_t begin = 0;
  };
  PostingDetail kept() const { return kept_; }
  /// Every term that occurred or was numbered.
  const TermTable& terms() const { return terms_; }
  const std::vector<Run>& runs() const { return runs_; }
  const std::vector<std::uint32_t>& occurrences() const { return occurrences_; }
  const std::vector<std::uint32_t>& positions() const { return positions_; }
  /// Of what is in it; the memory kept for more is at most as much again.
  std::size_t memory_bytes() const;
  /// Forgets everything but keeps the memory.
  void clear();

 private:
  void put(std::uint32_t number, std::uint32_t position) {
    occurrences_.push_back(number);
    if (kept_ == PostingDetail::positions) positions_.push_back(position);
  }

  PostingDetail kept_;
  TermTable terms_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> occurrences_;
  std::vector<std::uint32_t> positions_;
};

}  // namespace aisle::engine
