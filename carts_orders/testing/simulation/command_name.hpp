#pragma once

#include <string_view>

#include "carts_orders/machine/command.hpp"

namespace aisle::shop::simulation {

/// "Checkout": for traces and coverage.
std::string_view name_of(const Command& command);
/// The order that a command speaks of; null for those that speak of none.
Id order_of(const Command& command);

}  // namespace aisle::shop::simulation
