#pragma once
// Writes change sets as rows, and the heads of the append-only lists.

#include "carts_orders/records/change_set.hpp"
#include "carts_orders/store/sqlite/connection.hpp"

namespace aisle::shop::sqlite {

/// Where an append-only list stands: its last number and the chain link of that entry. Jobs have numbers only.
struct Head {
  std::int64_t number = 0;
  std::uint64_t chain = 0;
};

struct Heads {
  Head events;
  Head ledger;
  Head jobs;
  Head batches;  ///< commits so far, chained over the other heads
};

/// Heads as they are stored; zeros for a list that has none yet.
Result<Heads> read_heads(Connection& connection);
Status write_heads(Connection& connection, const Heads& heads);

/// Writes into the open transaction and moves `heads` on. internal, kind "gap", when an event or ledger entry is not
/// the next of its list.
Status write_changes(Connection& connection, const ChangeSet& changes, Heads& heads);

}  // namespace aisle::shop::sqlite
