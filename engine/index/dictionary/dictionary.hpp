#pragma once
// Here is a term: what is its number? Here is a number: what is the term?
//
// Terms are in byte order, front-coded in blocks of 16: the first of a block whole, the others as the length they
// share with the one before and the rest. Beside them: the first 8 bytes of each block's first term, so that binary
// search stays within one small array; and a hash table for exact look-up.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "engine/index/dictionary/slot_table.hpp"

namespace aisle::engine {

inline constexpr std::uint32_t kTermsPerBlock = 16;
/// Lucene's limit; longer keywords are refused, longer tokens of texts left out.
inline constexpr std::size_t kMaxTermBytes = 32766;

/// Reads the entries of a block one after the other. Views the dictionary.
class TermReader {
 public:
  explicit TermReader(const std::byte* at) : at_(at) {}
  /// The next entry: how much it shares with the one before, and what follows.
  struct Entry {
    std::uint32_t shared = 0;
    std::string_view rest;
  };
  Entry next() {
    Entry entry;
    entry.shared = read_length();
    const std::uint32_t size = read_length();
    entry.rest = {reinterpret_cast<const char*>(at_), size};
    at_ += size;
    return entry;
  }
  const std::byte* at() const { return at_; }

 private:
  /// One byte below 128, else two, the second giving bits 7 to 14.
  std::uint32_t read_length() {
    const auto low = static_cast<std::uint32_t>(*at_++);
    if (low < 128) return low;
    return (low & 127) | static_cast<std::uint32_t>(*at_++) << 7;
  }
  const std::byte* at_;
};

/// Immutable view of a segment's bytes. Any thread may read.
class Dictionary {
 public:
  struct Parts {
    std::span<const std::uint64_t> block_keys;
    std::span<const std::uint64_t> block_offsets;  ///< one more than blocks
    std::span<const std::byte> bytes;
    std::span<const std::uint32_t> slots;
    std::uint32_t term_count = 0;
  };
  Dictionary() = default;
  explicit Dictionary(const Parts& parts) : parts_(parts), slots_(parts.slots, parts.term_count) {}
  /// Null when the parts are sound, else what is wrong with them. Reads every term.
  static const char* find_fault(const Parts& parts);

  std::uint32_t term_count() const { return parts_.term_count; }
  std::optional<TermId> find(std::string_view term) const;
  std::uint32_t lower_bound(std::string_view term) const;
  std::pair<std::uint32_t, std::uint32_t> prefix_range(std::string_view prefix) const;
  void term(TermId term, std::string& out) const;
  /// REQUIRES: term_count() > 0.
  TermReader first_block() const { return block(0); }

  /// Calls visit(TermId, string_view) for numbers [first, last) in order, until it returns false.
  template <class Visit>
  void for_each(std::uint32_t first, std::uint32_t last, Visit&& visit) const {
    if (first >= last) return;
    std::string current;
    TermReader reader = block(first / kTermsPerBlock);
    for (std::uint32_t number = first / kTermsPerBlock * kTermsPerBlock; number < last; ++number) {
      const TermReader::Entry entry = reader.next();
      current.resize(entry.shared);
      current += entry.rest;
      if (number >= first && !visit(TermId{number}, std::string_view(current))) return;
    }
  }

 private:
  TermReader block(std::uint32_t number) const { return TermReader(parts_.bytes.data() + parts_.block_offsets[number]); }
  std::string_view first_term(std::uint32_t block_number) const { return block(block_number).next().rest; }
  bool equals(std::uint32_t number, std::string_view term) const;

  Parts parts_;
  SlotTable slots_;
};

/// Walks a dictionary's terms in order. Views the dictionary.
class TermWalk {
 public:
  explicit TermWalk(const Dictionary& dictionary) : dictionary_(&dictionary), reader_(nullptr) {
    if (dictionary.term_count() > 0) reader_ = dictionary.first_block();
    load();
  }
  bool done() const { return number_ >= dictionary_->term_count(); }
  /// REQUIRES: !done(). Valid until next().
  TermId number() const { return TermId{number_}; }
  std::string_view term() const { return current_; }
  void next() {
    ++number_;
    load();
  }

 private:
  void load() {
    if (done()) return;
    const TermReader::Entry entry = reader_.next();  // blocks lie one after the other, a first term shares nothing
    current_.resize(entry.shared);
    current_ += entry.rest;
  }
  const Dictionary* dictionary_;
  TermReader reader_;
  std::uint32_t number_ = 0;
  std::string current_;
};

/// The first 8 bytes of a term as a number that orders as the bytes do; shorter terms are padded with zeros.
std::uint64_t term_key(std::string_view term);

/// Gathers terms, which must come in byte order, and gives the parts of a Dictionary.
class DictionaryWriter {
 public:
  /// REQUIRES: greater than the term before; at most kMaxTermBytes.
  void add(std::string_view term);
  std::uint32_t term_count() const { return static_cast<std::uint32_t>(hashes_.size()); }
  const std::vector<std::uint64_t>& block_keys() const { return block_keys_; }
  /// Call once, after the last term.
  const std::vector<std::uint64_t>& finish_offsets();
  const std::vector<std::byte>& bytes() const { return bytes_; }
  std::vector<std::uint32_t> slots() const { return build_slot_table(hashes_, false); }

 private:
  void put_length(std::size_t length);
  std::vector<std::uint64_t> block_keys_;
  std::vector<std::uint64_t> block_offsets_;
  std::vector<std::byte> bytes_;
  std::vector<std::uint64_t> hashes_;
  std::string previous_;
};

}  // namespace aisle::engine
