#pragma once
// One group commit: execute, make durable, tell, answer. The writer's thread calls it, and so does the simulation.

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "carts_orders/machine/machine.hpp"
#include "carts_orders/service/commit_observer.hpp"

namespace aisle::shop {

/// Takes the answer, once. Runs on the writer's thread and must be quick.
using Completion = std::function<void(Answer)>;

struct Submission {
  Request request;
  Completion done;
};

/// What became of a batch.
struct BatchReport {
  std::size_t changed_records = 0;
  bool disk_full = false;
};

/// Used by one thread. Its parts must outlive it.
class BatchRunner {
 public:
  BatchRunner(Machine& machine, Store& store) : machine_(machine), store_(store) {}

  /// In the order in which they are told; before the first batch.
  void add_observer(CommitObserver& observer) { observers_.push_back(&observer); }

  /// Runs the batch whole. Nobody is answered before the commit is durable. When the disk is full the batch is taken
  /// back and every request in it answered with 507 (`storage-full`), even one that changed nothing: it may have seen
  /// what others in the batch did.
  /// An error means that the store's state is unknown: nobody was answered, and the process must stop; every later
  /// batch gets the same error.
  Result<BatchReport> run(std::span<Submission> batch, EpochMillis now);

 private:
  Status make_durable(const ChangeSet& changes);
  Error stop(Error failure);

  Machine& machine_;
  Store& store_;
  std::vector<CommitObserver*> observers_;
  std::optional<Error> failure_;
};

}  // namespace aisle::shop
