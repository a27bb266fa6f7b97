#pragma once
// The sections of a field's inverted half, from its terms in order with their postings.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/index/postings/posting_list_writer.hpp"
#include "engine/index/segment/field_index.hpp"

namespace aisle::engine {

/// What a field's documents bring besides postings: one length byte each (or empty), and which have the field.
struct FieldDocuments {
  std::span<const std::uint8_t> norms;
  std::span<const std::uint64_t> presence;  ///< one bit per document
  /// How many have terms, where that is known; counting costs a look at a bit for every posting.
  std::optional<std::uint64_t> with_terms = std::nullopt;
};

/// Writes one field; no other section may be written between construction and `finish`. Used by one thread.
class FieldIndexWriter {
 public:
  FieldIndexWriter(ImageWriter& image, std::uint32_t field, PostingDetail kept, const FieldDocuments& documents,
                   std::uint32_t doc_count);
  /// REQUIRES: terms increase; at least one posting.
  void add_term(std::string_view term, const PostingRange& list);
  std::uint32_t term_count() const { return dictionary_.term_count(); }
  void finish();

 private:
  ImageWriter& image_;
  std::uint32_t field_;
  FieldDocuments documents_;
  std::uint32_t doc_count_;
  FieldSummary summary_;
  PostingListWriter postings_;
  DictionaryWriter dictionary_;
  std::vector<TermEntry> entries_;
  std::vector<std::uint64_t> docs_with_terms_;
};

}  // namespace aisle::engine
