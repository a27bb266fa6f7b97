#include "engine/query/scoring/bm25.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace aisle::engine {
namespace {

// Lengths below 24 have a byte each; above, four significant bits are kept.
constexpr std::uint32_t kExactLengths = 24;

std::uint64_t decode_float4(std::uint32_t code) {
  const std::uint64_t bits = code & 7;
  const std::uint32_t exponent = code >> 3;
  return exponent == 0 ? bits : (bits | 8) << (exponent - 1);
}

std::uint32_t encode_float4(std::uint64_t value) {
  const auto bit_count = static_cast<std::uint32_t>(std::bit_width(value));
  if (bit_count < 4) return static_cast<std::uint32_t>(value);
  const std::uint32_t shift = bit_count - 4;
  return (static_cast<std::uint32_t>(value >> shift) & 7) | ((shift + 1) << 3);
}

}  // namespace

float bm25_idf(std::uint64_t doc_freq, std::uint64_t doc_count) {
  const auto with = static_cast<double>(doc_freq);
  const auto all = static_cast<double>(doc_count);
  return static_cast<float>(std::log(1.0 + (all - with + 0.5) / (with + 0.5)));
}

std::uint32_t decode_length(std::uint8_t norm) {
  if (norm < kExactLengths) return norm;
  return static_cast<std::uint32_t>(kExactLengths + decode_float4(norm - kExactLengths));
}

std::uint8_t encode_length(std::uint32_t tokens) {
  if (tokens < kExactLengths) return static_cast<std::uint8_t>(tokens);
  return static_cast<std::uint8_t>(kExactLengths + encode_float4(tokens - kExactLengths));
}

Bm25Norms bm25_norms(const Similarity& similarity, const CollectionStatistics& statistics) {
  const auto mean = statistics.doc_count == 0
                        ? 1.0F
                        : static_cast<float>(static_cast<double>(statistics.sum_term_freq) /
                                             static_cast<double>(statistics.doc_count));
  Bm25Norms norms;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    const auto length = static_cast<float>(decode_length(static_cast<std::uint8_t>(byte)));
    norms.inverse[byte] = 1.0F / (similarity.k1 * ((1.0F - similarity.b) + similarity.b * length / mean));
  }
  return norms;
}

TermScoreTable::TermScoreTable(const TermScorer& scorer, std::span<const Impact> list_impacts) {
  for (std::uint32_t norm = 0; norm < 256; ++norm) once[norm] = scorer.score(1.0F, static_cast<std::uint8_t>(norm));
  // A posting is beaten by some impact in both frequency and length, so no frequency at a length is above those of the
  // impacts at that length or below.
  std::array<float, 256> freqs{};
  for (const Impact& impact : list_impacts) {
    freqs[impact.norm] = std::max(freqs[impact.norm], static_cast<float>(impact.freq));
  }
  float greatest = 0.0F;
  for (float& freq : freqs) freq = greatest = std::max(greatest, freq);
  for (std::uint32_t norm = 0; norm < 256; ++norm) most[norm] = scorer.score(freqs[norm], static_cast<std::uint8_t>(norm));
}

}  // namespace aisle::engine
