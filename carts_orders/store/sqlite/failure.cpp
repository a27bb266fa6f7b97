#include "carts_orders/store/sqlite/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace aisle::shop::sqlite {
namespace {

/// A failed fsync is never "the disk is full", whatever the device says: the kernel may have dropped the pages.
bool is_sync(int extended) { return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC; }

bool is_disk_full(int primary, int extended, int os_error) {
  if (primary == SQLITE_FULL) return true;
  return primary == SQLITE_IOERR && !is_sync(extended) && (os_error == ENOSPC || os_error == EDQUOT);
}

}  // namespace

Error failure(sqlite3* connection, int code, std::string_view doing) {
  const int primary = code & 0xFF;
  const int extended = connection ? sqlite3_extended_errcode(connection) : code;
  const int os_error = connection ? sqlite3_system_errno(connection) : 0;
  std::string message = fmt::format("Aisle's store could not {}: {} (SQLite code {}", doing,
                                    connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code), extended);
  message += primary == SQLITE_IOERR && os_error != 0 ? fmt::format(", {})", std::strerror(os_error)) : ")";
  if (is_disk_full(primary, extended, os_error)) return {ErrorCode::resource_exhausted, std::move(message), "disk_full"};
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) return {ErrorCode::data_corrupt, std::move(message)};
  if (primary == SQLITE_CONSTRAINT) return {ErrorCode::internal, std::move(message), "constraint"};
  return {ErrorCode::unavailable, std::move(message), "device_failed"};
}

}  // namespace aisle::shop::sqlite
