#include "base/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace aisle {
namespace {

Error io_error(const char* action, const std::filesystem::path& path, int error_number) {
  const ErrorCode code = error_number == ENOENT   ? ErrorCode::not_found
                         : error_number == ENOSPC ? ErrorCode::resource_exhausted
                                                  : ErrorCode::unavailable;
  return Error(code, std::string("cannot ") + action + " " + path.string() + ": " + std::strerror(error_number), "io",
               path.string());
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Status write_all(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path) {
  std::uint64_t offset = 0;
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), kWritebackBytes));
    if (written < 0) {
      if (errno == EINTR) continue;
      return io_error("write", path, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    if (!bytes.empty()) begin_writeback(fd, offset, offset + static_cast<std::uint64_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return io_error("open", path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return io_error("stat", path, errno);
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED) return io_error("map", path, errno);
  return MappedFile(static_cast<const std::byte*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

void MappedFile::let_go(std::span<const std::byte> part) const {
  constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20;  // smaller pieces would break huge pages up
  const auto begin = (reinterpret_cast<std::uintptr_t>(part.data()) + kHugePage - 1) / kHugePage * kHugePage;
  const auto end = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / kHugePage * kHugePage;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

void begin_writeback(int fd, std::uint64_t from, std::uint64_t to) {
  ::sync_file_range(fd, static_cast<off_t>(from), static_cast<off_t>(to - from), SYNC_FILE_RANGE_WRITE);
}

Status replace_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  const std::filesystem::path temporary = path.string() + ".tmp";
  {
    FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.get() < 0) return io_error("create", temporary, errno);
    if (Status written = write_all(file.get(), bytes, temporary); !written) {
      ::unlink(temporary.c_str());
      return written;
    }
    if (::fsync(file.get()) != 0) return io_error("sync", temporary, errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return io_error("rename", temporary, errno);
  return {};
}

Status write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  if (Status written = replace_file(path, bytes); !written) return written;
  return sync_directory(path.parent_path());
}

Status sync_directory(const std::filesystem::path& directory) {
  const std::filesystem::path& name = directory.empty() ? std::filesystem::path(".") : directory;
  FileDescriptor dir(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (dir.get() < 0) return io_error("open", name, errno);
  if (::fsync(dir.get()) != 0) return io_error("sync", name, errno);
  return {};
}

}  // namespace aisle
