#pragma once
// The data directory: made if missing, writable, and this process's alone.

#include <filesystem>

#include "base/result.hpp"

namespace aisle::server::cli {

/// Holds the lock of a data directory until it dies (or the process does, however it ends). Movable.
class DataDirLock {
 public:
  /// Creates the directory with mode 0700 if it is missing. failed_precondition says what to do: the chown for a
  /// directory that is not writable, the process id for one that is locked.
  static Result<DataDirLock> acquire(const std::filesystem::path& directory);

  DataDirLock(DataDirLock&& other) noexcept;
  DataDirLock& operator=(DataDirLock&& other) noexcept;
  DataDirLock(const DataDirLock&) = delete;
  DataDirLock& operator=(const DataDirLock&) = delete;
  ~DataDirLock();

 private:
  explicit DataDirLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace aisle::server::cli
