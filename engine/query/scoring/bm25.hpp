#pragma once
// BM25 with Lucene's arithmetic, float for float, so that scores and order agree with Elasticsearch's.
//
// Robertson & Zaragoza 2009, doi:10.1561/1500000019, with Lucene's idf, ln(1 + (N - n + 0.5)/(n + 0.5)), and the factor
// k1 + 1 that Elasticsearch keeps (LegacyBM25Similarity) and Lucene 8 dropped.

#include <array>
#include <cstdint>
#include <span>

#include "base/ids.hpp"
#include "engine/index/postings/posting_cursor.hpp"
#include "engine/schema/field.hpp"

namespace aisle::engine {

/// What a field holds over all segments of a snapshot, deleted documents included.
struct CollectionStatistics {
  std::uint64_t doc_count = 0;      ///< documents that have the field
  std::uint64_t sum_term_freq = 0;  ///< tokens
};

/// The inverse document frequency. REQUIRES: doc_freq <= doc_count.
float bm25_idf(std::uint64_t doc_freq, std::uint64_t doc_count);

/// The number of tokens that a length byte stands for (Lucene's SmallFloat.byte4ToInt).
std::uint32_t decode_length(std::uint8_t norm);
/// The byte for a number of tokens (SmallFloat.intToByte4).
std::uint8_t encode_length(std::uint32_t tokens);

/// 1 / (k1 * (1 - b + b * length / mean length)) for each length byte.
struct Bm25Norms {
  std::array<float, 256> inverse;
};
Bm25Norms bm25_norms(const Similarity& similarity, const CollectionStatistics& statistics);

/// The factor of one term or phrase: boost * (k1 + 1) * idf.
inline float bm25_weight(float boost, float k1, float idf) { return boost * (1.0F + k1) * idf; }

/// Scores postings of one term in one segment. A plain value that views the plan's norm table and the segment's length
/// bytes. Scores lie in [0, weight) and grow with frequency and with the inverse norm.
struct TermScorer {
  float weight = 0.0F;
  const float* inverse = nullptr;        ///< Bm25Norms::inverse
  const std::uint8_t* norms = nullptr;   ///< one byte per document; null: the field keeps none, which scores as byte 1

  float score(std::uint32_t freq, std::uint8_t norm) const { return score(static_cast<float>(freq), norm); }
  float score(float freq, std::uint8_t norm) const { return weight - weight / (1.0F + freq * inverse[norm]); }
  std::uint8_t norm(DocId doc) const { return norms == nullptr ? std::uint8_t{1} : norms[index_of(doc)]; }
  float max_score(std::span<const Impact> impacts) const {
    float best = 0.0F;
    for (const Impact& impact : impacts) {
      const float bound = score(impact.freq, impact.norm);
      best = bound > best ? bound : best;
    }
    return best;
  }
};

/// What a term can score by length byte alone: for frequency 1, and at most, as the impacts of its list have it.
struct TermScoreTable {
  TermScoreTable(const TermScorer& scorer, std::span<const Impact> list_impacts);
  std::array<float, 256> once;
  std::array<float, 256> most;
};

}  // namespace aisle::engine
