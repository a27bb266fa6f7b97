#include "carts_orders/testing/simulation/trace.hpp"

#include <fmt/format.h>

namespace aisle::shop::simulation {

void Trace::print(EpochMillis elapsed, std::string_view what, std::string_view detail) const {
  fmt::print(out_, "{:>6}.{:03} {:<28} {}\n", elapsed / 1000, elapsed % 1000, what, detail);
}

}  // namespace aisle::shop::simulation
