#pragma once
// START HERE for reading catalogs: a stream of records from a file of any supported format.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "loaders/sources/byte_stream.hpp"
#include "loaders/sources/record.hpp"
#include "loaders/sources/source_options.hpp"

namespace aisle::loaders {

struct InputProgress {
  std::uint64_t bytes = 0;                  ///< of the outermost input (compressed, where it is)
  std::optional<std::uint64_t> total_bytes; ///< unknown for a pipe
};

/// A forward-only stream of records. Used by one thread; holds at most one record and one read buffer in memory
/// (and, for CSV, the sampled rows until they are handed out).
class RecordSource {
 public:
  virtual ~RecordSource() = default;

  /// The next record, or nothing at the end.
  ///
  /// An error is one bad record: it carries its position and, where known, the record's id as `subject`; the next
  /// call goes on with the record after it. An unreadable stream (a truncated gzip file) is one last error
  /// (code data_corrupt or unavailable), after which comes the end.
  virtual Result<std::optional<Record>> next() = 0;

  virtual InputProgress progress() const = 0;
  /// Which of several files the last answer of next() came from.
  virtual std::size_t file() const { return 0; }
};

/// Reads `path` ("-" is standard input), unpacking gzip and zstd.
Result<std::unique_ptr<RecordSource>> open_record_source(const std::string& path, const SourceOptions& options);

/// Reads records from a stream that is already open; unpacks it as well.
Result<std::unique_ptr<RecordSource>> make_record_source(std::unique_ptr<ByteStream> stream,
                                                         const SourceOptions& options);

/// Reads several files one after the other. A file that cannot be opened is one error, and the next file follows.
std::unique_ptr<RecordSource> open_record_sources(std::vector<std::string> paths, const SourceOptions& options);

}  // namespace aisle::loaders
