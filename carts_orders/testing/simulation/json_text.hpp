#pragma once
// Reading answers as clients do.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "carts_orders/id.hpp"
#include "carts_orders/machine/answer.hpp"

namespace aisle::shop::simulation {

/// A member of the answer's object as text; empty when there is none.
std::string member(const Answer& answer, std::string_view name);
/// The id in the answer's member "id"; null when there is none.
Id id_in(const Answer& answer);
/// Quantity by SKU of the answer's "lines".
std::map<std::string, std::int64_t> lines_in(const Answer& answer);

}  // namespace aisle::shop::simulation
