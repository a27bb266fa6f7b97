#pragma once
// How fast does a catalog become an index, what does the index weigh, and how soon does it answer after a restart?

#include <cstdint>
#include <filesystem>

namespace aisle::bench {

struct IndexRunOptions {
  std::filesystem::path catalog;   ///< NDJSON, one product a line; empty: generated, before the clock starts
  std::filesystem::path mapping;   ///< body of an index's creation; empty: that of the generated catalog
  std::uint64_t products = 100'000;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  bool delete_half = false;        ///< afterwards, and merge again: does memory go back?
};

/// Reads lines, parses, logs (async durability), inverts, refreshes and merges into one segment, in this process and
/// without HTTP; then closes the index, opens it again and asks it one question. Prints a report. Returns main's result.
int run_index(const IndexRunOptions& options);

}  // namespace aisle::bench
