#pragma once
// The options of `aisle import`, as the command line fills them in.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "loaders/sources/source_options.hpp"

namespace aisle::loaders {

struct ImportOptions {
  std::vector<std::string> files;  ///< "-" is standard input
  std::string index;
  std::string url = "http://127.0.0.1:9200";  ///< only for what is printed
  SourceOptions source;
  std::string id_field;      ///< --id-field; empty: the first usable of id, _id, product_id, sku, ...
  std::string mapping_file;  ///< --mapping: body of PUT /{index} to use instead of the inferred one
  std::string mapping_out;   ///< --mapping-out: where to write the body that is used ("-" is standard output)
  std::string errors_file = "errors.ndjson";
  bool dry_run = false;      ///< --dry-run: print the mapping and the sample's rejects, send nothing
  bool create = true;        ///< --no-create clears it
  bool refresh = true;
  std::size_t max_errors = 0;  ///< stop after that many rejects; 0: never
  std::size_t batch_documents = 1'000;
  std::size_t batch_bytes = 5u << 20;
  unsigned connections = 2;
  std::size_t sample_records = 20'000;
  unsigned max_retries = 8;                          ///< per batch, on 429 and 503
  std::chrono::milliseconds retry_delay{200};        ///< doubled at each try, up to 10 s
};

/// Processes' exit codes of `aisle import`.
inline constexpr int kImportedAll = 0;
inline constexpr int kImportedWithRejects = 1;
inline constexpr int kImportFailed = 2;

}  // namespace aisle::loaders
