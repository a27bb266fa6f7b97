#pragma once
// One leaf field of an index: what is kept for it and how its text becomes terms.

#include <cstdint>
#include <string>

#include "base/ids.hpp"
#include "engine/schema/field_type.hpp"
#include "engine/schema/posting_detail.hpp"

namespace aisle::analyzers {
class Analyzer;
class Normalizer;
}  // namespace aisle::analyzers

namespace aisle::engine {

/// BM25's two parameters; Lucene's defaults.
struct Similarity {
  float k1 = 1.2F;
  float b = 0.75F;
};

/// A leaf field. Sub-fields ("title.autocomplete") are leaf fields of their own.
/// Analyzers point into the index's AnalyzerRegistry, which must outlive the schema (Schema holds it).
struct Field {
  std::string name;  ///< the full dotted path
  FieldId id = kNoField;
  FieldType type = FieldType::keyword;

  bool indexed = true;     ///< can be searched; a column alone still answers range, sort and facets
  bool has_column = true;  ///< doc_values; for text, fielddata: its terms as ordinals
  bool live = false;       ///< a single-valued numeric or boolean column that changes in place, without refresh

  // text and keyword
  PostingDetail posting_detail = PostingDetail::docs;  ///< what its postings keep
  bool has_norms = false;  ///< a length byte per document, for BM25
  std::uint32_t position_increment_gap = 100;
  Similarity similarity;
  const analyzers::Analyzer* index_analyzer = nullptr;         ///< text and completion
  const analyzers::Analyzer* search_analyzer = nullptr;        ///< text and completion
  const analyzers::Analyzer* search_quote_analyzer = nullptr;  ///< text only: for phrases
  const analyzers::Normalizer* normalizer = nullptr;           ///< keyword only, may be null

  // search_as_you_type: the generated sub-fields of its root field, kNoField elsewhere
  FieldId shingle2 = kNoField;      ///< "._2gram"
  FieldId shingle3 = kNoField;      ///< "._3gram"
  FieldId shingle4 = kNoField;      ///< "._4gram" when max_shingle_size is 4
  FieldId index_prefix = kNoField;  ///< "._index_prefix"

  // completion: how inputs become keys
  bool preserve_separators = true;
  bool preserve_position_increments = true;
  std::uint32_t max_input_length = 50;  ///< UTF-16 units; inputs are cut to it

  std::string date_format;  ///< date only; empty: strict_date_optional_time||epoch_millis
  double scaling_factor = 1.0;  ///< scaled_float only

  bool is_text() const { return type == FieldType::text; }
  bool is_keyword() const { return type == FieldType::keyword; }
  bool is_completion() const { return type == FieldType::completion; }
};

}  // namespace aisle::engine
