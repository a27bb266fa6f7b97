#pragma once
// What changes of a document without its segment changing: version, sequence number, and whether live values differ
// from the stored source.

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/ids.hpp"

namespace aisle::engine {

/// Relaxed atomics per document; any number of threads may read and write, each document by itself.
class DocumentStates {
 public:
  explicit DocumentStates(std::uint32_t doc_count)
      : doc_count_(doc_count),
        versions_(std::make_unique<std::atomic<std::uint64_t>[]>(doc_count)),
        sequence_numbers_(std::make_unique<std::atomic<std::uint64_t>[]>(doc_count)),
        changes_(std::make_unique<std::atomic<std::uint64_t>[]>(words(doc_count))) {}

  std::uint64_t version(DocId doc) const { return versions_[index_of(doc)].load(std::memory_order_relaxed); }
  std::uint64_t sequence_number(DocId doc) const {
    return sequence_numbers_[index_of(doc)].load(std::memory_order_relaxed);
  }
  bool has_live_changes(DocId doc) const {
    return (changes_[index_of(doc) >> 6].load(std::memory_order_relaxed) >> (index_of(doc) & 63)) & 1;
  }
  void set(DocId doc, std::uint64_t version, std::uint64_t sequence_number) {
    versions_[index_of(doc)].store(version, std::memory_order_relaxed);
    sequence_numbers_[index_of(doc)].store(sequence_number, std::memory_order_relaxed);
  }
  void mark_changed(DocId doc) {
    changes_[index_of(doc) >> 6].fetch_or(std::uint64_t{1} << (index_of(doc) & 63), std::memory_order_relaxed);
  }
  std::uint64_t change_word(std::size_t word) const { return changes_[word].load(std::memory_order_relaxed); }
  void set_change_word(std::size_t word, std::uint64_t bits) { changes_[word].store(bits, std::memory_order_relaxed); }

  std::uint32_t doc_count() const { return doc_count_; }
  static std::size_t words(std::uint32_t doc_count) { return (std::size_t{doc_count} + 63) / 64; }
  std::size_t memory_bytes() const { return doc_count_ * std::size_t{16} + words(doc_count_) * 8; }

 private:
  std::uint32_t doc_count_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> versions_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> sequence_numbers_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> changes_;
};

}  // namespace aisle::engine
