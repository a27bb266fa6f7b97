#pragma once
// Whether two stores answer every question alike.

#include "carts_orders/store/store.hpp"

namespace aisle::shop {

/// Asks both everything that RandomChanges may have written, and expects equal answers, byte by byte.
void expect_equal_answers(SnapshotReader& expected, SnapshotReader& actual);
/// Loads both and expects the same resident records and counters.
void expect_equal_loads(Store& expected, Store& actual);

}  // namespace aisle::shop
