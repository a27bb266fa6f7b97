#pragma once
// A prepared statement: bind, step, read columns.

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "carts_orders/id.hpp"

namespace aisle::shop::sqlite {

/// Owned by its connection, used by the thread that uses the connection. Parameters and columns count from 0.
class Statement {
 public:
  /// `handle` is finalized with this object.
  Statement(sqlite3* connection, sqlite3_stmt* handle) : connection_(connection), handle_(handle) {}
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Texts are not copied: they must stay until the statement is reset, but for `bind_copy`. SQLite refuses a bind only
  // for want of memory and for texts of more than a gigabyte; a step without the parameter then breaks NOT NULL.
  void bind(int parameter, std::int64_t value) { sqlite3_bind_int64(handle_, parameter + 1, value); }
  void bind(int parameter, std::string_view text) { bind_text(parameter, text, SQLITE_STATIC); }
  void bind_copy(int parameter, std::string_view text) { bind_text(parameter, text, SQLITE_TRANSIENT); }
  /// The null id is NULL.
  void bind(int parameter, const Id& id);

  /// Steps to the next row; false at the end.
  Result<bool> next();
  /// Executes a statement that gives no rows, and resets it.
  Status run();
  void reset() { sqlite3_reset(handle_); }

  std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
  /// Until the next step or reset.
  std::string_view text(int column) const;
  /// Nothing for a value that is no id; the null id for NULL.
  std::optional<Id> id(int column) const;

 private:
  void bind_text(int parameter, std::string_view text, sqlite3_destructor_type lifetime) {
    sqlite3_bind_text64(handle_, parameter + 1, text.data() ? text.data() : "", text.size(), lifetime, SQLITE_UTF8);
  }
  sqlite3* connection_;
  sqlite3_stmt* handle_;
};

/// Resets a statement at the end of a scope, which ends the read that it holds open.
class StatementUse {
 public:
  explicit StatementUse(Statement& statement) : statement_(statement) {}
  ~StatementUse() { statement_.reset(); }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;

 private:
  Statement& statement_;
};

}  // namespace aisle::shop::sqlite
