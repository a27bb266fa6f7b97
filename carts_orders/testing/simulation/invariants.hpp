#pragma once
// What must hold of everything that is committed, at any moment.

#include <optional>

#include "carts_orders/store/shop_contents.hpp"
#include "carts_orders/testing/simulation/findings.hpp"

namespace aisle::shop::simulation {

/// I1, I2 and I4, in a few microseconds and in other words than fsck's.
void check_invariants(const ShopContents& contents, Findings& findings);
/// All that fsck knows (fsck/check_contents.hpp). `now`, when given, is the shop's time, and timers had their chance.
void check_everything(const ShopContents& contents, std::optional<EpochMillis> now, Findings& findings);

}  // namespace aisle::shop::simulation
