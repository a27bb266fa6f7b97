#pragma once
// SQLite's result codes as errors.

#include <string_view>

#include "base/result.hpp"

struct sqlite3;

namespace aisle::shop::sqlite {

/// The error of the last call on `connection`, which gave `code`. `doing` completes "Aisle's store could not ...".
///   resource_exhausted, kind "disk_full"      no room for a write; what was written so far can be rolled back
///   data_corrupt                              the file is damaged
///   internal, kind "constraint"               a row that the tables refuse: our own fault
///   unavailable, kind "device_failed"         anything else: what is on disk may not be what was written
Error failure(sqlite3* connection, int code, std::string_view doing);

}  // namespace aisle::shop::sqlite
