#include "carts_orders/store/sqlite/connection.hpp"

#include <fmt/format.h>

#include <cassert>
#include <mutex>

#include "carts_orders/store/sqlite/failure.hpp"

namespace aisle::shop::sqlite {
namespace {

/// Parameters are counted, not named: $1 is the first in the text, $2 the second, for both engines.
[[maybe_unused]] bool parameters_are_in_order(sqlite3_stmt* handle) {
  for (int at = 1; at <= sqlite3_bind_parameter_count(handle); ++at) {
    const char* name = sqlite3_bind_parameter_name(handle, at);
    if (name == nullptr || name != fmt::format("${}", at)) return false;
  }
  return true;
}

/// Once, before SQLite's first use: no counting of every allocation under one lock. Refused harmlessly when it is too late.
void set_up_library() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access) {
  set_up_library();
  const int flags = SQLITE_OPEN_NOMUTEX | (access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) return failure(handle, code, fmt::format("open {}", file.string()));
  sqlite3_extended_result_codes(handle, 1);
  // One connection alone checkpoints: SQLite before 3.51.3 can damage a file that two checkpoint at once.
  if (access == Access::read_only) sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  // A damaged or foreign file must not bring code of its own.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close(handle_);
}

Status Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return failure(handle_, code, "execute a statement");
}

Result<Statement*> Connection::prepared(const std::string& sql) {
  auto& statement = statements_[&sql];
  if (statement) return statement.get();
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.c_str(), static_cast<int>(sql.size()) + 1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) return failure(handle_, code, "prepare a statement");
  assert(parameters_are_in_order(handle) && "a statement's parameters are not $1, $2, ... in the order of its text");
  statement = std::make_unique<Statement>(handle_, handle);
  return statement.get();
}

Result<std::string> Connection::ask(const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(handle_, sql.c_str(), -1, &handle, nullptr);
  if (code != SQLITE_OK) return failure(handle_, code, "ask the database");
  Statement statement(handle_, handle);
  Result<bool> row = statement.next();
  std::string answer = row && *row ? std::string(statement.text(0)) : std::string();
  // A pragma that writes commits after its row: only the end says whether that worked.
  while (row && *row) row = statement.next();
  if (!row) return std::move(row).error();
  return answer;
}

}  // namespace aisle::shop::sqlite
