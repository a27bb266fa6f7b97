#pragma once
// Which Aisle is this?

#include <string_view>

namespace aisle::server::cli {

/// "0.1.0", from the project's version.
std::string_view version();
/// The commit it was built from, "unknown" outside a repository.
std::string_view commit();

}  // namespace aisle::server::cli
