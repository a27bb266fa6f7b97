#pragma once
// The whole of `aisle import` but for its command line and its HTTP client.

#include <iosfwd>

#include "loaders/bulk_target.hpp"
#include "loaders/import_options.hpp"

namespace aisle::loaders {

struct ImportConsole {
  std::ostream& out;             ///< the summary, and what --dry-run prints
  std::ostream& progress;        ///< progress and complaints, as a rule standard error
  bool progress_is_tty = false;  ///< one rewriting line instead of a line every ten seconds
};

/// Samples the files, infers a mapping (unless one is given or the index exists), creates the index, loads, writes
/// errors.ndjson if anything was rejected, refreshes and prints a summary. Returns the exit code (import_options.hpp).
int run_import(const ImportOptions& options, BulkTarget& target, ImportConsole console);

}  // namespace aisle::loaders
