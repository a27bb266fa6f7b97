#pragma once
// The ordered changes of one index: append, wait until they are safe, read from a position.
//
// A position is a sequence number: position p stands for all changes numbered below p. On one machine the log is a
// folder of files (FileChangeLog); a deployment with a database keeps the same log there.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/index/log/log_record.hpp"

namespace aisle::engine {

class LogFile;

/// A change on its way into the log.
struct LogEntry {
  std::uint32_t type = 0;
  std::span<const std::byte> payload;
};

/// Where one record can be read again, even after the log let go of its file.
struct LogLocation {
  std::shared_ptr<const LogFile> file;
  std::uint64_t offset = 0;
};

/// What an append did: the entries got the numbers `first_sequence_number` and following.
struct LogAppend {
  std::uint64_t first_sequence_number = 0;
  LogLocation first;                   ///< of the first entry
  std::vector<std::uint64_t> offsets;  ///< of each entry, in the same file
};

/// Thread-safe.
class ChangeLog {
 public:
  virtual ~ChangeLog() = default;

  /// The number that the next change gets.
  virtual std::uint64_t next_sequence_number() const = 0;
  /// Appends all entries or none. resource_exhausted when there is no room (try again once there is), unavailable when
  /// the log has failed for good. Appended is not yet durable.
  virtual Result<LogAppend> append(std::span<const LogEntry> entries) = 0;

  /// Calls back once changes below `position` are as safe as the log's durability asks; perhaps at once, perhaps on
  /// another thread. The callback must be quick and must not destroy the log.
  virtual void when_durable(std::uint64_t position, std::function<void(Status)> callback) = 0;
  /// Blocks until then.
  virtual Status wait_durable(std::uint64_t position) = 0;
  /// Blocks until they are on disk, whatever the durability.
  virtual Status sync(std::uint64_t position) = 0;

  /// Visits the changes from `position` on, in order, until `visit` returns false; each with where it can be read again.
  using Visitor = std::function<bool(const LogRecord&, const LogLocation&)>;
  virtual Status read_from(std::uint64_t position, const Visitor& visit) const = 0;
  /// The payload of one record, checked against its checksum.
  virtual Result<std::vector<std::byte>> read(const LogLocation& location) const = 0;

  /// Lets go of changes below `position`, as far as whole files hold nothing else.
  virtual Status drop_before(std::uint64_t position) = 0;
  virtual std::uint64_t size_bytes() const = 0;
};

}  // namespace aisle::engine
