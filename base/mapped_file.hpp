#pragma once
// Files: mapped for reading, written whole so that a crash leaves the old or the new one, never half.

#include <cstddef>
#include <filesystem>
#include <span>

#include "base/result.hpp"

namespace aisle {

/// A whole file mapped read-only into memory. Movable; the view lives as long as the object.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::span<const std::byte> bytes() const { return {data_, size_}; }

  /// The process lets go of a part that will hardly be read; it stays in the system's page cache while there is room, and
  /// reading it brings it back. `part` is a view of bytes(); of a part that is small nothing happens.
  void let_go(std::span<const std::byte> part) const;

 private:
  MappedFile(const std::byte* data, std::size_t size) : data_(data), size_(size) {}
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Writes `bytes` to a temporary file beside `path`, syncs it, renames it over `path` and syncs the directory.
/// On failure the old file, if any, is untouched.
Status write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// Makes renames, creations and removals within `directory` durable.
Status sync_directory(const std::filesystem::path& directory);

}  // namespace aisle
