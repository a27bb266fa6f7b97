#pragma once
// What must hold of everything that is committed, at any moment.

#include "carts_orders/store/shop_contents.hpp"
#include "carts_orders/testing/simulation/findings.hpp"

namespace aisle::shop::simulation {

/// I1, I2, I4 as far as it holds at any moment, and that records agree on each other.
void check_invariants(const ShopContents& contents, Findings& findings);

}  // namespace aisle::shop::simulation
