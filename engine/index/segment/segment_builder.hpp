#pragma once
// Documents on their way into a segment: inverted as they come, sealed into an image when there are enough.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/document.hpp"
#include "engine/index/segment/field_buffer.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine {

/// Used by one thread at a time. Documents that are replaced or deleted before the seal stay in: the writer knows and
/// hands the sealed segment on with its LiveDocs.
class SegmentBuilder {
 public:
  explicit SegmentBuilder(std::shared_ptr<const Schema> schema);

  /// Analyses and inverts. Fails with invalid_argument, and adds nothing, where a keyword is longer than
  /// kMaxTermBytes; resource_exhausted where the source is larger than kMaxSourceBytes or the builder is full.
  Result<DocId> add(const Document& document, std::uint64_t version, std::uint64_t sequence_number);
  /// For writers that learn them after inversion.
  void set_version(DocId doc, std::uint64_t version, std::uint64_t sequence_number);
  /// Replaces the schema by one that it grew into.
  void set_schema(std::shared_ptr<const Schema> schema);
  const Schema& schema() const { return *schema_; }

  /// Sets or removes the value of a live field, encoded by NumericColumn::live_encoding, and marks the document.
  void set_live(FieldId field, DocId doc, std::optional<std::int64_t> encoded);
  /// As the document has it now. REQUIRES: a live field.
  std::optional<std::int64_t> live_value(FieldId field, DocId doc) const;
  bool has_live_changes(DocId doc) const { return documents_[index_of(doc)].live_changes; }

  std::uint32_t doc_count() const { return static_cast<std::uint32_t>(documents_.size()); }
  /// Of what was added; the memory kept for more is at most as much again.
  std::size_t memory_bytes() const;
  /// Forgets every document but keeps the memory, so that the next buffer neither grows nor touches fresh pages.
  void clear();
  /// Valid until the next add.
  std::string_view source(DocId doc) const {
    const Buffered& document = documents_[index_of(doc)];
    return {texts_.data() + document.begin + document.id_size, document.source_size};
  }
  std::string_view doc_id(DocId doc) const {
    const Buffered& document = documents_[index_of(doc)];
    return {texts_.data() + document.begin, document.id_size};
  }
  std::uint64_t version(DocId doc) const { return documents_[index_of(doc)].version; }
  std::uint64_t sequence_number(DocId doc) const { return documents_[index_of(doc)].sequence_number; }

  /// Everything added, as a segment. The builder is not changed: readers of the buffer may go on until the segment is
  /// published.
  std::shared_ptr<Segment> seal(std::uint64_t segment_id, unsigned threads = 1) const;
  /// `threads` may work on fields at the same time; the image is the same.
  SegmentImage seal_image(std::uint64_t segment_id, unsigned threads = 1) const;

 private:
  struct Buffered {
    std::uint64_t begin = 0;  ///< of the id in texts_; the source follows
    std::uint32_t id_size = 0;
    std::uint32_t source_size = 0;
    std::uint64_t version = 0;
    std::uint64_t sequence_number = 0;
    bool live_changes = false;
  };
  struct FieldBuffer {
    std::unique_ptr<TermFieldBuffer> terms;
    std::unique_ptr<NumberFieldBuffer> numbers;
    std::uint32_t open_doc = 0;  ///< 1 + the document that `terms` has begun, 0 for none
  };
  Status normalize_keywords(const Document& document);
  void add_value(const FieldValue& value, const std::string* normalized, std::uint32_t doc);
  void add_terms(const Field& field, FieldBuffer& buffer, std::string_view text, const std::string* normalized,
                 std::uint32_t doc);
  static NumberFieldBuffer& numbers_of(const Field& field, FieldBuffer& buffer);
  void write_documents(ImageWriter& image) const;

  std::shared_ptr<const Schema> schema_;
  std::vector<FieldBuffer> fields_;  // by FieldId
  std::vector<Buffered> documents_;
  std::vector<char> texts_;
  AnalysisScratch scratch_;
  analyzers::TokenStream completion_tokens_;
  std::vector<std::string> normalized_;        // beside the document's values, where a normalizer had a say
  std::vector<TermFieldBuffer*> open_fields_;  // begun for the document being added
};

}  // namespace aisle::engine
