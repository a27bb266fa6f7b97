#pragma once
// The tables of the shop's store. One text for two engines: SQLite now, PostgreSQL with scale-out.
//
// What the SQL of this store keeps to, so that both engines take it:
//   - parameters are $1, $2, ... in the order in which they appear;
//   - writes are INSERT ... ON CONFLICT (key) DO UPDATE SET x = excluded.x, and DELETE by key;
//   - types are 64-bit integers, text, and 16-byte ids, whose names alone differ (`SqlDialect`); no booleans, no dates,
//     no JSON type: nested parts are JSON in text columns, read and written whole. Ids as bytes, not as their 36
//     letters, take 12 % less disk and 6 % less processor time for an order (bench/store); `hex(id)` shows them;
//   - a null id is NULL, everything else is NOT NULL;
//   - partial indexes (both engines have them) keep what is looked for small: pending reservations, dead jobs.
//
// Constraints repeat the invariants that must never be broken by whatever is above: stock never negative, one row per
// key. They are the last wall, not the first.

#include <cstdint>
#include <string>
#include <string_view>

namespace aisle::shop {

/// The version of the layout below, in `heads`. A store with a higher one is not opened.
inline constexpr std::int64_t kLayoutVersion = 1;

/// The words in which two engines differ.
struct SqlDialect {
  std::string_view integer;      ///< of 64 bits
  std::string_view id;           ///< of 16 bytes
  std::string_view small_table;  ///< after a table of short rows that lies in its key's order
  std::string_view table;        ///< after any other
};
inline constexpr SqlDialect kSqliteDialect{"INTEGER", "BLOB", " STRICT, WITHOUT ROWID", " STRICT"};
inline constexpr SqlDialect kPostgresDialect{"BIGINT", "BYTEA", "", ""};

/// Statements that make an empty store, separated by semicolons.
std::string schema_sql(const SqlDialect& dialect);

}  // namespace aisle::shop
