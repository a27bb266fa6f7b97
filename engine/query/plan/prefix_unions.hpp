#pragma once
// All documents with a term that begins with this or that, for prefixes of so many terms and documents that gathering
// them for each query would cost more than everything else about it.
//
// Somebody who types letter by letter asks for "s", "sh", "sho": the shorter, the more lists. A prefix whose lists hold
// more than a part of the segment's documents gets a bitmap, made of those of longer prefixes that have one and the
// lists that none of them covers, so that every list is read once (Lucene 5.2 wrote such "auto-prefix terms" into the
// index; here they are made in memory when a field is first asked for prefixes).

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/index/segment/derived_parts.hpp"
#include "engine/index/segment/field_index.hpp"
#include "engine/query/iterators/bitset_iterator.hpp"

namespace aisle::engine {

/// Adds the documents of terms [first, last) to a set.
void add_postings(const FieldIndex& index, std::uint32_t first, std::uint32_t last, DocBitset& set);

/// Of one field of one segment. Immutable. Takes an eighth of a byte a document for each prefix that has a set; at 32
/// prefixes of the least size there are as many postings as documents.
class PrefixUnions final : public DerivedPart {
 public:
  PrefixUnions(const FieldIndex& index, std::uint32_t doc_count);

  struct Union {
    std::uint32_t first = 0;  ///< terms [first, last)
    std::uint32_t last = 0;
    std::uint64_t doc_count = 0;
    std::shared_ptr<const DocBitset> docs;
  };
  /// The union of terms [first, last); null where there is none: few postings, a long prefix, or no prefix at all.
  const Union* find(std::uint32_t first, std::uint32_t last) const;
  std::size_t memory_bytes() const override;

  /// Whether gathering the terms [first, last) costs enough to look for their union, in a segment of so many documents.
  static bool is_worth_while(const FieldIndex& index, std::uint32_t first, std::uint32_t last, std::uint32_t doc_count);

 private:
  class Builder;
  std::vector<Union> unions_;  // by first, then by last
};

}  // namespace aisle::engine
