#pragma once
// The query log as files, for drivers in any language (bench/peers/README.md).

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace aisle::bench {

struct QueryFilesOptions {
  std::uint64_t products = 100'000;  ///< of the generated catalog that is asked about
  std::uint64_t seed = 42;           ///< of that catalog
  std::uint64_t query_seed = 7;
  std::uint64_t queries = 20'000;    ///< distinct lines wanted in each file; fewer where there are not so many
  std::filesystem::path directory;   ///< created when missing
};

/// Writes, each line once:
///   queries.ndjson  {"id", "text", "clean", "nterms", "typo", "filters": {"brand", "category", "price_min", "price_max"}}
///   prefixes.tsv    what has been typed so far
///   typos.tsv       a misspelt word and the word meant
///   phrases.tsv     neighbouring words of titles
Status write_query_files(const QueryFilesOptions& options);

}  // namespace aisle::bench
