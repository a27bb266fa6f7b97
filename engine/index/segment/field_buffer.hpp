#pragma once
// What a SegmentBuilder gathers of one field.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzers/token_stream.hpp"
#include "engine/index/columns/numeric_column_writer.hpp"
#include "engine/index/segment/segment_image.hpp"
#include "engine/index/segment/term_log.hpp"
#include "engine/index/segment/word_terms.hpp"
#include "engine/schema/field.hpp"

namespace aisle::engine {

/// What analysing needs and any field may use next.
struct AnalysisScratch {
  analyzers::TokenStream tokens;
  analyzers::TokenStream word;
};

/// A text or keyword field's documents: terms, lengths, presence. Used by one thread at a time.
///
/// A document's values come one after the other: begin_document, then add_text or add_keyword per value, then
/// end_document. Positions and lengths are Lucene's: between values the position grows by the field's gap; tokens
/// that stand at the place of the one before do not count for the length.
class TermFieldBuffer {
 public:
  explicit TermFieldBuffer(const Field& field);

  void begin_document(std::uint32_t doc);
  /// Analyses a value of a text field and leaves tokens longer than kMaxTermBytes out, as they could not be stored.
  void add_text(std::string_view text, const analyzers::Analyzer& analyzer, AnalysisScratch& scratch);
  void add_keyword(std::string_view term);
  void end_document();

  /// Writes the field's sections.
  void seal(ImageWriter& image, std::uint32_t doc_count) const;
  std::size_t memory_bytes() const;
  /// Forgets every document but keeps the memory.
  void clear();

 private:
  /// Counts a token for the length, and says where it stands.
  std::uint32_t place(const analyzers::Token& token);
  void add_tokens(std::span<const analyzers::Token> tokens);
  void add_words(std::span<const analyzers::Token> words, const analyzers::Analyzer& analyzer,
                 analyzers::TokenStream& stream);
  std::vector<std::uint8_t> padded_norms(std::uint32_t doc_count) const;
  std::vector<std::uint64_t> padded_presence(std::uint32_t doc_count) const;

  FieldId field_;
  bool has_norms_;
  bool has_column_;
  std::uint32_t position_gap_;
  TermLog log_;
  WordTerms words_;
  std::vector<std::uint8_t> norms_;       // as far as documents came
  std::vector<std::uint64_t> presence_;   // as far as documents came

  // The document that is being added.
  std::uint32_t doc_ = 0;
  std::uint32_t next_position_ = 0;  ///< where the next value's position 0 lies
  std::uint32_t last_position_ = 0;
  std::uint32_t length_ = 0;         ///< tokens, alternatives left out
  bool any_token_ = false;
};

/// A numeric field's documents. Live fields keep one value per document, which may be changed until the seal.
class NumberFieldBuffer {
 public:
  explicit NumberFieldBuffer(const Field& field);

  void add(std::uint32_t doc, std::int64_t value);
  void add(std::uint32_t doc, double value);
  bool is_live() const { return live_; }
  /// By NumericColumn::live_encoding. REQUIRES: is_live().
  void set_live(std::uint32_t doc, std::optional<std::int64_t> encoded);
  std::optional<std::int64_t> live_value(std::uint32_t doc) const;

  void seal(ImageWriter& image, std::uint32_t doc_count) const;
  std::size_t memory_bytes() const { return writer_.memory_bytes() + live_values_.size() * 8; }
  /// Forgets every document but keeps the memory.
  void clear() {
    writer_.clear();
    live_values_.clear();
  }

 private:
  FieldId field_;
  bool live_;
  NumericEncoding live_encoding_;
  NumericColumnWriter writer_;
  std::vector<std::int64_t> live_values_;  // by document, as far as values came
};

}  // namespace aisle::engine
