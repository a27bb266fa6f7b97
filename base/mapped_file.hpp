#pragma once
// Files: mapped for reading, written whole so that a crash leaves the old or the new one, never half.

#include <cstddef>
#include <cstdint>
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

/// The same without the directory: the new file is whole, but only sync_directory makes it the one found after a crash.
Status replace_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// Has the system begin to write [from, to) of an open file to disk without waiting for it, so that a later sync finds
/// little left. A wish: it promises nothing, and what fails is reported by the sync.
void begin_writeback(int fd, std::uint64_t from, std::uint64_t to);
/// So many bytes are worth a wish of their own.
inline constexpr std::size_t kWritebackBytes = std::size_t{8} << 20;

/// Makes renames, creations and removals within `directory` durable.
Status sync_directory(const std::filesystem::path& directory);

}  // namespace aisle
