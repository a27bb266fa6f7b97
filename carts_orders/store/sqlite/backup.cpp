#include "carts_orders/store/sqlite/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

#include "carts_orders/store/sqlite/connection.hpp"
#include "carts_orders/store/sqlite/failure.hpp"

namespace aisle::shop::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesPerStep = 256;  // a megabyte between two reports

struct BackupEnd {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

Status copy_pages(Connection& from, Connection& to, const BackupProgress& progress) {
  std::unique_ptr<sqlite3_backup, BackupEnd> backup(sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (!backup) return failure(to.handle(), sqlite3_errcode(to.handle()), "begin a backup");
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup.get(), kPagesPerStep);
    const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
    if (progress) progress(total - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get())), total);
  }
  backup.reset();
  if (code == SQLITE_DONE) return {};
  return failure(to.handle(), code, "copy pages to the backup");
}

/// One snapshot for the whole copy: a read that stays open.
Status copy_snapshot(const fs::path& source, Connection& to, const BackupProgress& progress) {
  const auto from = Connection::open(source, Access::read_only);
  if (!from) return from.error();
  if (Status set = (*from)->execute("PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON; BEGIN"); !set) return set;
  if (const auto first = (*from)->ask("SELECT count(*) FROM heads"); !first) return first.error();
  return copy_pages(**from, to, progress);
}

Status check_integrity(Connection& copy) {
  const auto verdict = copy.ask("PRAGMA integrity_check(1)");
  if (!verdict) return verdict.error();
  if (*verdict == "ok") return {};
  return Error(ErrorCode::data_corrupt, fmt::format("The backup is damaged: {}", *verdict));
}

Status make_copy(const fs::path& source, const fs::path& file, const BackupProgress& progress) {
  const auto to = Connection::open(file, Access::read_write);
  if (!to) return to.error();
  if (Status set = (*to)->execute("PRAGMA synchronous = OFF"); !set) return set;  // synced once, at the end
  if (Status copied = copy_snapshot(source, **to, progress); !copied) return copied;
  // A copy is one file: without a log beside it.
  if (const auto mode = (*to)->ask("PRAGMA journal_mode = DELETE"); !mode) return mode.error();
  return check_integrity(**to);
}

Status sync(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return Error(ErrorCode::unavailable, fmt::format("{} could not be put on the device: {}.", path.string(), std::strerror(error)));
}

Status move_into_place(const fs::path& file, const fs::path& target) {
  if (Status synced = sync(file); !synced) return synced;
  std::error_code error;
  fs::rename(file, target, error);
  if (error) return Error(ErrorCode::unavailable, fmt::format("The backup could not be named {}: {}.", target.string(), error.message()));
  return sync(fs::absolute(target).parent_path());
}

}  // namespace

Status back_up(const fs::path& source, const fs::path& target, const BackupProgress& progress) {
  std::error_code ignored;
  if (fs::exists(target, ignored)) {
    return Error(ErrorCode::already_exists, fmt::format("There is a file {} already; name another for the backup.", target.string()));
  }
  fs::path file = target;
  file += ".part";
  fs::remove(file, ignored);
  Status status = make_copy(source, file, progress);
  if (status) status = move_into_place(file, target);
  if (!status) fs::remove(file, ignored);
  return status;
}

}  // namespace aisle::shop::sqlite
