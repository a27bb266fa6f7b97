#include "carts_orders/store/sqlite/database_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <thread>

#include "carts_orders/store/schema.hpp"

namespace aisle::shop::sqlite {
namespace {

// FULL: a commit returns when its log is on the device. No memory mapping: a failing device would end the process by a
// signal within a read. The log is checkpointed by the store (sqlite_store.cpp).
constexpr const char* kSettings =
    "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA synchronous = FULL; "
    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY";

/// Called when a lock is taken; non-zero: try again. Nobody else writes, but a reader that meets the log's index while it
/// changes takes the writer's lock for some microseconds, to read the index once more. Five seconds mean that somebody
/// else does write.
int wait_for_reader(void*, int tries) {
  constexpr int kMostTries = 50'000;
  std::this_thread::sleep_for(std::chrono::microseconds(tries < 100 ? 10 : 100));
  return tries < kMostTries ? 1 : 0;
}

std::string new_store() {
  return fmt::format("BEGIN IMMEDIATE; {} INSERT INTO heads (list, number, chain) VALUES ('layout', {}, 0); COMMIT",
                     schema_sql(kSqliteDialect), kLayoutVersion);
}

Status use_log(Connection& connection) {
  const auto mode = connection.ask("PRAGMA journal_mode = WAL");
  if (!mode) return mode.error();
  if (*mode == "wal") return {};
  return Error(ErrorCode::failed_precondition,
               fmt::format("The store's file system does not allow a write-ahead log (journal mode is {}); put the data directory on a local disk.", *mode));
}

Status check_layout(Connection& connection) {
  const auto layout = connection.ask("SELECT number FROM heads WHERE list = 'layout'");
  if (!layout) return layout.error();
  if (*layout == fmt::format("{}", kLayoutVersion)) return {};
  return Error(ErrorCode::failed_precondition,
               fmt::format("The store's layout is version {}; this Aisle reads version {}.", *layout, kLayoutVersion));
}

Status make_tables(Connection& connection) {
  const auto tables = connection.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'heads'");
  if (!tables) return tables.error();
  return *tables == "0" ? connection.execute(new_store()) : Status();
}

}  // namespace

Result<std::unique_ptr<Connection>> open_for_writing(const std::filesystem::path& file, std::int64_t max_pages) {
  auto opened = Connection::open(file, Access::read_write);
  if (!opened) return opened;
  Connection& connection = **opened;
  sqlite3_busy_handler(connection.handle(), wait_for_reader, nullptr);
  Status status = use_log(connection);
  if (status) status = connection.execute(kSettings);
  if (status) status = make_tables(connection);
  if (status) status = check_layout(connection);
  if (status && max_pages > 0) status = connection.execute(fmt::format("PRAGMA max_page_count = {}", max_pages));
  if (!status) return status.error();
  return opened;
}

}  // namespace aisle::shop::sqlite
