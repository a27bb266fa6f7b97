#pragma once
// `aisle fsck`: a stopped shop's store, or a backup of a running one, looked at whole.

#include <filesystem>

#include "base/result.hpp"
#include "carts_orders/fsck/findings.hpp"

namespace aisle::shop {

/// Checks the file itself (PRAGMA integrity_check), every row against its checksum, the feed and the ledger against
/// their chains and recorded ends, and the invariants of check_contents. Writes nothing but what SQLite needs to read
/// the log that a killed process left.
///
/// `store` is a store's directory, which is locked meanwhile, or a file that a backup made. Holds everything in memory:
/// about three kilobytes per order. Errors: failed_precondition, kind "in_use", when a shop runs on it; not_found;
/// others when it cannot be read at all.
Result<FsckReport> check_store(const std::filesystem::path& store);

}  // namespace aisle::shop
