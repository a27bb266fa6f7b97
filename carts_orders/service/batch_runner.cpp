#include "carts_orders/service/batch_runner.hpp"

#include <utility>

namespace aisle::shop {
namespace {

std::size_t count(const ChangeSet& changes) {
  std::size_t records = changes.events.size() + changes.ledger.size();
  changes.for_each([&](const auto& of_kind) { records += of_kind.upserts.size() + of_kind.erased.size(); });
  return records;
}

Answer storage_full() {
  return problem(507, "storage-full",
                 "The disk that holds the shop's data is full; nothing was changed. Free space there and retry; reads go on.");
}

}  // namespace

Status BatchRunner::make_durable(const ChangeSet& changes) {
  Status status = store_.begin_batch();
  if (status) status = store_.apply(changes);
  if (status) status = store_.commit_durable();
  return status;
}

Error BatchRunner::stop(Error failure) {
  machine_.discard();
  return failure_.emplace(std::move(failure));
}

Result<BatchReport> BatchRunner::run(std::span<Submission> batch, EpochMillis now) {
  if (failure_) return *failure_;
  std::vector<Answer> answers;
  answers.reserve(batch.size());
  BatchReport report;
  try {
    for (const Submission& submission : batch) answers.push_back(machine_.execute(submission.request, now));
    machine_.note_time(now);
  } catch (const StoreFailure& failure) {
    return stop(failure.error());
  }

  const ChangeSet changes = machine_.collect();
  report.changed_records = count(changes);
  if (report.changed_records > 0) {
    if (Status durable = make_durable(changes); !durable) {
      if (durable.error().code != ErrorCode::resource_exhausted) return stop(std::move(durable).error());
      machine_.discard();
      store_.roll_back();
      report.disk_full = true;
    } else {
      machine_.commit();
      for (CommitObserver* observer : observers_) observer->committed(changes);
    }
  } else {
    machine_.discard();
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].done) batch[i].done(report.disk_full ? storage_full() : std::move(answers[i]));
  }
  return report;
}

}  // namespace aisle::shop
