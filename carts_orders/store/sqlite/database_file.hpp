#pragma once
// Opening the database file: settings, and the tables when they are not there yet.

#include <cstdint>
#include <filesystem>
#include <memory>

#include "carts_orders/store/sqlite/connection.hpp"

namespace aisle::shop::sqlite {

/// Opens the file for the one connection that writes and checkpoints, and makes the tables in a new file.
/// `max_pages` bounds the file, for tests of a full disk; 0: not.
/// failed_precondition when the file was made by a newer Aisle.
Result<std::unique_ptr<Connection>> open_for_writing(const std::filesystem::path& file, std::int64_t max_pages);

}  // namespace aisle::shop::sqlite
