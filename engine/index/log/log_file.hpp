#pragma once
// One file of a log, open for appending and reading back.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.hpp"
#include "engine/index/log/log_record.hpp"

namespace aisle::engine {

/// What an errno means to a caller: a full disk is resource_exhausted, everything else unavailable.
Error storage_error(std::string_view action, const std::filesystem::path& path, int error_number);

/// Shared by the log and by readers of single records, so that a record can be read after its file was deleted.
/// `append` is for one thread at a time; `read` and `sync` may run beside it.
class LogFile {
 public:
  /// A new file with its header, synced together with its directory entry.
  static Result<std::shared_ptr<LogFile>> create(const std::filesystem::path& path, const LogFileHeader& header);
  /// An existing file whose first `sound_bytes` were checked.
  static Result<std::shared_ptr<LogFile>> open(const std::filesystem::path& path, std::uint64_t sound_bytes,
                                               std::uint64_t first_sequence_number);
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// Appends all pieces, one after the other, or nothing: on a failed write the file is cut back to its size before. If even that fails the file
  /// refuses every later append.
  Status append(std::span<const std::span<const std::byte>> pieces);
  Status sync();
  /// Reads exactly `out.size()` bytes.
  Status read(std::uint64_t offset, std::span<std::byte> out) const;

  std::uint64_t size_bytes() const { return size_bytes_; }
  std::uint64_t first_sequence_number() const { return first_sequence_number_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  LogFile(int fd, std::filesystem::path path, std::uint64_t size_bytes, std::uint64_t first);
  const int fd_;
  const std::filesystem::path path_;
  const std::uint64_t first_sequence_number_;
  std::uint64_t size_bytes_;
  std::uint64_t writeback_begun_;  ///< up to here the system was asked to write
  bool broken_ = false;
};

}  // namespace aisle::engine
