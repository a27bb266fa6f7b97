#include "server/cli/data_dir.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace aisle::server::cli {
namespace {

namespace fs = std::filesystem;

std::string user_name() {
  const passwd* user = getpwuid(geteuid());
  return user ? user->pw_name : fmt::format("{}", geteuid());
}

Error not_writable(const fs::path& directory) {
  const auto user = user_name();
  return {ErrorCode::failed_precondition,
          fmt::format("the data directory {0} is not writable by {1}; try `sudo chown -R {1} {0}`, or name another with "
                      "--data-dir",
                      directory.string(), user)};
}

Error cannot_make(const fs::path& directory, int error) {
  return {ErrorCode::failed_precondition,
          fmt::format("the data directory {} cannot be made: {}", directory.string(), std::strerror(error))};
}

Status make_directory(const fs::path& directory) {
  std::error_code ignored;
  if (fs::is_directory(directory, ignored)) return {};
  if (directory.has_parent_path()) fs::create_directories(directory.parent_path(), ignored);
  if (::mkdir(directory.c_str(), 0700) != 0) return cannot_make(directory, errno);
  return {};
}

std::string owner_of(int descriptor) {
  char text[32];
  const auto read = ::pread(descriptor, text, sizeof text, 0);
  std::string pid(text, read > 0 ? static_cast<std::size_t>(read) : 0);
  while (!pid.empty() && (pid.back() < '0' || pid.back() > '9')) pid.pop_back();
  return pid.empty() ? "another process" : "process " + pid;
}

Status write_pid(int descriptor) {
  const auto pid = fmt::format("{}\n", ::getpid());
  const bool written = ::ftruncate(descriptor, 0) == 0 &&
                       ::pwrite(descriptor, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
  if (written) return {};
  return Error(ErrorCode::failed_precondition, fmt::format("the lock file cannot be written: {}", std::strerror(errno)));
}

}  // namespace

Result<DataDirLock> DataDirLock::acquire(const fs::path& directory) {
  if (auto status = make_directory(directory); !status) return std::move(status).error();
  if (::access(directory.c_str(), R_OK | W_OK | X_OK) != 0) return not_writable(directory);
  const auto file = directory / "aisle.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return not_writable(directory);
  DataDirLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return Error(ErrorCode::failed_precondition,
                 fmt::format("the data directory {} is in use by {}; stop it first, or name another with --data-dir",
                             directory.string(), owner_of(descriptor)));
  }
  if (auto status = write_pid(descriptor); !status) return std::move(status).error();
  return lock;
}

DataDirLock::DataDirLock(DataDirLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

DataDirLock& DataDirLock::operator=(DataDirLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

DataDirLock::~DataDirLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace aisle::server::cli
