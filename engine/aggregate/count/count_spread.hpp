#pragma once
// One increment a document, where neighbours often increment the same number.
//
// Half of a shop's matches may share a rating or a shelf. Then each increment waits for the one before it to leave the
// store buffer, about five cycles; with four tables taken in turns the increments overlap, and adding the tables up
// costs little beside a long list (histograms for radix sorts do the same).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace aisle::engine {

/// ++counts[code_of(doc)] for each document. REQUIRES: codes are below counts.size().
template <class CodeOf>
void count_spread(std::span<const std::uint32_t> docs, std::span<std::uint32_t> counts, CodeOf&& code_of) {
  constexpr std::size_t kMostCodes = 512;
  constexpr std::size_t kMinDocs = 1024;
  if (counts.size() > kMostCodes || docs.size() < kMinDocs) {
    for (const std::uint32_t doc : docs) ++counts[code_of(doc)];
    return;
  }
  const std::size_t size = counts.size();
  std::array<std::uint32_t, 3 * kMostCodes> tables;
  std::fill_n(tables.begin(), 3 * size, 0U);
  std::uint32_t* const a = counts.data();
  std::uint32_t* const b = tables.data();
  std::uint32_t* const c = b + size;
  std::uint32_t* const d = c + size;
  std::size_t i = 0;
  for (; i + 4 <= docs.size(); i += 4) {
    ++a[code_of(docs[i])];
    ++b[code_of(docs[i + 1])];
    ++c[code_of(docs[i + 2])];
    ++d[code_of(docs[i + 3])];
  }
  for (; i < docs.size(); ++i) ++a[code_of(docs[i])];
  for (std::size_t code = 0; code < size; ++code) a[code] += b[code] + c[code] + d[code];
}

}  // namespace aisle::engine
