#include "carts_orders/fsck/check_store.hpp"

#include <fmt/format.h>

#include <optional>

#include "carts_orders/fsck/check_contents.hpp"
#include "carts_orders/fsck/load_contents.hpp"
#include "carts_orders/store/directory_lock.hpp"
#include "carts_orders/store/schema.hpp"
#include "carts_orders/store/sqlite_store.hpp"

namespace aisle::shop {
namespace {

namespace fs = std::filesystem;

Status check_layout(sqlite::Connection& connection) {
  const auto layout = connection.ask("SELECT number FROM heads WHERE list = 'layout'");
  if (!layout) return layout.error();
  if (*layout == fmt::format("{}", kLayoutVersion)) return {};
  return Error(ErrorCode::failed_precondition, fmt::format("The store's layout is version {}; this Aisle reads version {}.", *layout, kLayoutVersion));
}

/// Pages, indexes and constraints, as SQLite sees them.
Status check_file(sqlite::Connection& connection, FsckReport& report) {
  static const std::string sql = "PRAGMA integrity_check(20)";
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  const sqlite::StatementUse use(**statement);
  for (;;) {
    const Result<bool> row = (*statement)->next();
    if (!row) return row.error();
    if (!*row) return {};
    if (const std::string_view line = (*statement)->text(0); line != "ok") report.add("file", std::string(line));
  }
}

void merge(FsckReport& report, const FsckReport& file) {
  FsckReport merged = report;
  merged.violations.clear();
  merged.violation_count = 0;
  for (const FsckReport* part : {&file, static_cast<const FsckReport*>(&report)}) {
    for (const Violation& violation : part->violations) merged.add(violation.invariant, violation.sentence);
    merged.violation_count += part->violation_count - part->violations.size();
  }
  report = std::move(merged);
}

Result<FsckReport> check_database(const fs::path& file) {
  auto connection = sqlite::Connection::open(file, sqlite::Access::read_only);
  if (!connection) return std::move(connection).error();
  // One read for all, and every cell looked at before it is trusted.
  if (Status set = (*connection)->execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; BEGIN"); !set) return std::move(set).error();
  if (Status layout = check_layout(**connection); !layout) return std::move(layout).error();
  FsckReport of_file;
  if (Status checked = check_file(**connection, of_file); !checked) return std::move(checked).error();
  const auto contents = fsck::load_contents(**connection, of_file);
  if (!contents) return contents.error();
  FsckReport report = check_contents(*contents);
  merge(report, of_file);
  return report;
}

}  // namespace

Result<FsckReport> check_store(const fs::path& store) {
  std::error_code ignored;
  const bool is_directory = fs::is_directory(store, ignored);
  const fs::path file = is_directory ? database_file(store) : store;
  if (!fs::is_regular_file(file, ignored)) return Error(ErrorCode::not_found, fmt::format("There is no shop's store at {}.", file.string()));
  std::optional<DirectoryLock> lock;
  if (is_directory) {
    auto acquired = DirectoryLock::acquire(store);
    if (!acquired) return std::move(acquired).error();
    lock = *std::move(acquired);
  }
  return check_database(file);
}

}  // namespace aisle::shop
