#pragma once
// A database's rows as records, each checked against what is stored beside it.

#include "carts_orders/fsck/findings.hpp"
#include "carts_orders/store/shop_contents.hpp"
#include "carts_orders/store/sqlite/connection.hpp"

namespace aisle::shop::fsck {

/// Reads all rows. Rows that are not what was written, chains that do not hold and lists that do not end where they
/// were left are findings (invariants "file" and "chain"); an error is a file that cannot be read.
Result<ShopContents> load_contents(sqlite::Connection& connection, FsckReport& report);

}  // namespace aisle::shop::fsck
