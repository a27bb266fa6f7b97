#pragma once
// Whoever must know what a commit changed: the search index, timers, workers, long polls.

#include "carts_orders/records/change_set.hpp"

namespace aisle::shop {

/// Called on the writer's thread in commit order: after the changes are durable and readable, before the requests that
/// caused them are answered. Must be quick and must not submit and wait.
class CommitObserver {
 public:
  virtual ~CommitObserver() = default;
  virtual void committed(const ChangeSet& changes) = 0;
};

}  // namespace aisle::shop
