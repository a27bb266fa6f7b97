#include "engine/index/log/log_file.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/mapped_file.hpp"

namespace aisle::engine {
namespace {

using Pieces = std::span<const std::span<const std::byte>>;

/// What the system takes in one call.
constexpr std::size_t kMostPieces = 512;

/// Takes `written` bytes off the front of the pieces; `skip` are gone of the first already.
void advance(Pieces& pieces, std::size_t& skip, std::size_t written) {
  skip += written;
  while (!pieces.empty() && skip >= pieces.front().size()) {
    skip -= pieces.front().size();
    pieces = pieces.subspan(1);
  }
}

/// Gathered by the system, so that records need not be copied to lie together.
Status write_all(int fd, Pieces pieces, std::uint64_t offset, const std::filesystem::path& path) {
  std::array<iovec, kMostPieces> vectors;
  std::size_t skip = 0;
  advance(pieces, skip, 0);
  while (!pieces.empty()) {
    const std::size_t count = std::min(pieces.size(), kMostPieces);
    for (std::size_t i = 0; i < count; ++i) {
      const auto piece = i == 0 ? pieces[0].subspan(skip) : pieces[i];
      vectors[i] = {const_cast<std::byte*>(piece.data()), piece.size()};
    }
    const ssize_t written = ::pwritev(fd, vectors.data(), static_cast<int>(count), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return storage_error("write", path, errno);
    advance(pieces, skip, static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

}  // namespace

Error storage_error(std::string_view action, const std::filesystem::path& path, int error_number) {
  const bool full = error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
  return Error(full ? ErrorCode::resource_exhausted : ErrorCode::unavailable,
               "cannot " + std::string(action) + " [" + path.string() + "]: " + std::strerror(error_number),
               full ? "disk_full" : "storage_failed");
}

LogFile::LogFile(int fd, std::filesystem::path path, std::uint64_t size_bytes, std::uint64_t first)
    : fd_(fd), path_(std::move(path)), first_sequence_number_(first), size_bytes_(size_bytes), writeback_begun_(size_bytes) {}

LogFile::~LogFile() { ::close(fd_); }

Result<std::shared_ptr<LogFile>> LogFile::create(const std::filesystem::path& path, const LogFileHeader& header) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return storage_error("create", path, errno);
  std::shared_ptr<LogFile> file(new LogFile(fd, path, 0, header.first_sequence_number));
  const auto encoded = encode(header);
  const std::span<const std::byte> piece(encoded);
  Status done = file->append({&piece, 1});
  if (done) done = file->sync();
  if (done) done = sync_directory(path.parent_path());
  if (!done) {
    ::unlink(path.c_str());
    return std::move(done).error();
  }
  return file;
}

Result<std::shared_ptr<LogFile>> LogFile::open(const std::filesystem::path& path, std::uint64_t sound_bytes,
                                               std::uint64_t first_sequence_number) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return storage_error("open", path, errno);
  return std::shared_ptr<LogFile>(new LogFile(fd, path, sound_bytes, first_sequence_number));
}

Status LogFile::append(std::span<const std::span<const std::byte>> pieces) {
  if (broken_) return Error(ErrorCode::unavailable, "[" + path_.string() + "] could not be cut back after a failed write");
  if (Status written = write_all(fd_, pieces, size_bytes_, path_); !written) {
    if (::ftruncate(fd_, static_cast<off_t>(size_bytes_)) != 0) broken_ = true;
    return written;
  }
  for (const auto piece : pieces) size_bytes_ += piece.size();
  if (size_bytes_ - writeback_begun_ >= kWritebackBytes) {
    begin_writeback(fd_, writeback_begun_, size_bytes_);
    writeback_begun_ = size_bytes_;
  }
  return {};
}

Status LogFile::sync() {
  if (::fdatasync(fd_) != 0) return storage_error("sync", path_, errno);
  return {};
}

Status LogFile::read(std::uint64_t offset, std::span<std::byte> out) const {
  while (!out.empty()) {
    const ssize_t got = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return storage_error("read", path_, errno);
    if (got == 0) return Error(ErrorCode::data_corrupt, "[" + path_.string() + "] ends before its record does");
    out = out.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace aisle::engine
