#pragma once
// One connection to the database file, with its prepared statements.

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "carts_orders/store/sqlite/statement.hpp"

namespace aisle::shop::sqlite {

enum class Access : std::uint8_t {
  read_only,   ///< never writes and never checkpoints
  read_write,  ///< makes the file when there is none
};

/// Used by one thread at a time.
class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Executes statements that give nothing back.
  Status execute(const std::string& sql);
  /// Prepares `sql` once and keeps it. The text must outlive the connection: it is known by its address.
  Result<Statement*> prepared(const std::string& sql);
  /// The first value of the first row, as text; empty when there is no row.
  Result<std::string> ask(const std::string& sql);

  sqlite3* handle() const { return handle_; }

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
  boost::unordered_flat_map<const std::string*, std::unique_ptr<Statement>> statements_;
};

}  // namespace aisle::shop::sqlite
