#pragma once
// Inverting one text or keyword field, first half: tokens as they come. Terms get numbers in order of appearance from
// an open-addressing table; every occurrence is appended to a log as (term, position). Sorting is left to the seal,
// which does it once by counting.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "engine/schema/posting_detail.hpp"

namespace aisle::engine {

/// Used by one thread at a time.
class TermLog {
 public:
  explicit TermLog(PostingDetail kept) : kept_(kept) {}

  struct Occurrence {
    std::string_view term;
    std::uint32_t position = 0;
  };
  /// At most so many occurrences in one call of `add`.
  static constexpr std::size_t kMostAtOnce = 32;
  /// Occurrences of one document. Documents do not decrease; positions within a document do not decrease.
  void add(std::uint32_t doc, std::span<const Occurrence> occurrences);
  void add(std::uint32_t doc, std::string_view term, std::uint32_t position) {
    const Occurrence one{term, position};
    add(doc, std::span(&one, 1));
  }

  struct Term {
    std::uint64_t hash = 0;
    std::uint64_t offset = 0;  ///< into the arena
    std::uint32_t size = 0;
    std::uint32_t count = 0;  ///< occurrences
  };
  /// The occurrences from `begin` up to the next run's begin belong to `doc`.
  struct Run {
    std::uint32_t doc = 0;
    std::uint32_t begin = 0;
  };
  PostingDetail kept() const { return kept_; }
  const std::vector<Term>& terms() const { return terms_; }
  std::string_view bytes(const Term& term) const { return {arena_.data() + term.offset, term.size}; }
  const std::vector<Run>& runs() const { return runs_; }
  const std::vector<std::uint32_t>& occurrences() const { return occurrences_; }
  const std::vector<std::uint32_t>& positions() const { return positions_; }
  /// Of what is in it; the memory kept for more is at most as much again.
  std::size_t memory_bytes() const;
  /// Forgets everything but keeps the memory.
  void clear();

 private:
  /// A term's number and the upper half of its hash, so that a look-up visits no other terms than its own.
  struct Slot {
    std::uint32_t taken = 0;  ///< term number + 1, 0 when empty
    std::uint32_t tag = 0;
  };
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  std::uint32_t intern(std::string_view term, std::uint64_t hash);
  void prefetch(std::span<const std::uint64_t> hashes) const;
  void grow(std::size_t terms);

  PostingDetail kept_;
  std::vector<Slot> slots_;  // a power of two, at most half full
  std::vector<Term> terms_;
  std::vector<char> arena_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> occurrences_;
  std::vector<std::uint32_t> positions_;
};

}  // namespace aisle::engine
