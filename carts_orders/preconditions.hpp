#pragma once
// If-Match: changes that are meant for one version of a resource only.

#include <cstdint>
#include <optional>

#include "carts_orders/carts/commands.hpp"
#include "carts_orders/machine/answer.hpp"

namespace aisle::shop {

/// Nothing when `expected` names `current` or nothing; else 412 `version-mismatch` with the current version.
std::optional<Answer> check_version(ExpectedVersion expected, std::uint64_t current);

}  // namespace aisle::shop
