#pragma once
// Reads of committed rows, over the pool's connections.

#include <memory>

#include "carts_orders/store/sqlite/reader_pool.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::shop::sqlite {

/// Thread-safe: each call borrows a connection for itself, and sees what was committed before it began.
std::shared_ptr<SnapshotReader> make_reader(std::shared_ptr<ReaderPool> pool);

}  // namespace aisle::shop::sqlite
