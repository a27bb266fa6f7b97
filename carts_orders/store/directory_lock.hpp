#pragma once
// One process per store: an flock on a file in its directory, which ends with the process however it ends.

#include <filesystem>

#include "base/result.hpp"

namespace aisle::shop {

/// Holds the lock of a store's directory. Movable.
class DirectoryLock {
 public:
  /// Takes the lock of an existing directory. failed_precondition, kind "in_use": somebody has it.
  static Result<DirectoryLock> acquire(const std::filesystem::path& directory);

  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace aisle::shop
