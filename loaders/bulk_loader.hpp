#pragma once
// START HERE: a catalog file in, `_bulk` batches out; one bad line is one reported error, never a lost batch.
//
//   sources/ (records) -> inference/ (a mapping, from a sample) -> BulkLoader (batches, retries) -> BulkTarget
//
// Order: records with the same id reach the target in the order of the input. Each id belongs to one connection
// (by its hash), each connection sends one batch at a time, and a batch never holds an id twice, so that not even the
// retry of single items can swap two versions of a product. Records with different ids may overtake one another;
// `connections = 1` keeps the whole input in order.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "loaders/bulk_target.hpp"
#include "loaders/import_options.hpp"
#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

/// One record that is not in the index, and why: a line of errors.ndjson.
struct Reject {
  std::size_t file = 0;  ///< index into the files of the import
  Position where;
  std::string id;
  std::string field;
  std::string type;
  std::string reason;
};

struct LoadCounts {
  std::uint64_t read = 0;      ///< records found in the input, good or bad
  std::uint64_t imported = 0;  ///< acknowledged by the target
  std::uint64_t rejected = 0;
  std::uint64_t retries = 0;   ///< batches sent again
};

struct LoadObserver {
  /// Called for every reject, from any of the loader's threads, one at a time. May be empty.
  std::function<void(const Reject&)> on_reject;
  /// Called from the reading thread every few records. May be empty.
  std::function<void(const LoadCounts&, const InputProgress&)> on_progress;
};

/// Drives a source into a target. Used by one thread, and once; starts `connections` threads of its own for run().
class BulkLoader {
 public:
  /// `options` and `target` must outlive the loader.
  BulkLoader(const ImportOptions& options, BulkTarget& target, LoadObserver observer);
  ~BulkLoader();
  BulkLoader(const BulkLoader&) = delete;
  BulkLoader& operator=(const BulkLoader&) = delete;

  /// Reads `source` to its end. `id_field` names the field of the records to be used as document id (may be empty).
  /// An error means that the load was given up: the target refused for good, or max_errors was passed. What
  /// was acknowledged by then is in the index; counts() tells.
  Status run(RecordSource& source, const std::string& id_field);
  LoadCounts counts() const;

 private:
  class Lane;
  class Shared;
  const ImportOptions& options_;
  BulkTarget& target_;
  std::unique_ptr<Shared> shared_;
};

}  // namespace aisle::loaders
