#pragma once
// A consistent copy of the database while it is written.

#include <filesystem>

#include "base/result.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::shop::sqlite {

/// Copies what is committed now to `target`, which appears whole, checked (PRAGMA integrity_check) and on the device,
/// or not at all. Opens a connection of its own; holds one read for the whole copy, so that writes do not make it start
/// anew and the log grows meanwhile.
/// already_exists when there is a file of that name.
Status back_up(const std::filesystem::path& source, const std::filesystem::path& target, const BackupProgress& progress);

}  // namespace aisle::shop::sqlite
