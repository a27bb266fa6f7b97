#include "carts_orders/testing/simulation/planted_runner.hpp"

#include <utility>

namespace aisle::shop::simulation {
namespace {

const MergeCarts* as_merge(const Request& request) {
  const auto* carts = std::get_if<CartCommand>(&request.command);
  return carts == nullptr ? nullptr : std::get_if<MergeCarts>(carts);
}

std::size_t count(const ChangeSet& changes) {
  std::size_t records = changes.events.size() + changes.ledger.size();
  changes.for_each([&](const auto& of_kind) { records += of_kind.upserts.size() + of_kind.erased.size(); });
  return records;
}

}  // namespace

void PlantedRunner::add_observer(CommitObserver& observer) {
  observers_.push_back(&observer);
  runner_.add_observer(observer);
}

Result<BatchReport> PlantedRunner::run(std::span<Submission> batch, EpochMillis now) {
  return is_by_hand() ? run_by_hand(batch, now) : runner_.run(batch, now);
}

bool PlantedRunner::is_by_hand() const {
  switch (bug_) {
    case PlantedBug::check_then_decrement:
    case PlantedBug::reply_before_commit:
    case PlantedBug::expiry_without_check:
    case PlantedBug::merge_without_flip:
    case PlantedBug::going_on_after_device_error:
    case PlantedBug::publish_before_commit: return true;
    default: return false;
  }
}

Result<BatchReport> PlantedRunner::run_by_hand(std::span<Submission> batch, EpochMillis now) {
  std::vector<Answer> answers;
  BatchReport report;
  if (bug_ == PlantedBug::expiry_without_check) expire_blindly(now);
  for (const Submission& submission : batch) answers.push_back(execute(submission.request, now));
  machine_.note_time(now);
  const auto answer_all = [&] {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (batch[i].done) batch[i].done(report.disk_full ? problem(507, "storage-full", "The disk is full.") : answers[i]);
    }
  };
  if (bug_ == PlantedBug::reply_before_commit) answer_all();

  const ChangeSet changes = machine_.collect();
  report.changed_records = count(changes);
  if (bug_ == PlantedBug::publish_before_commit) observers_.front()->committed(changes);
  if (report.changed_records == 0) {
    machine_.discard();
  } else {
    Status durable = store_.begin_batch();
    if (durable) durable = store_.apply(changes);
    if (durable) durable = store_.commit_durable();
    const bool full = !durable && durable.error().code == ErrorCode::resource_exhausted;
    if (!durable && !full && bug_ == PlantedBug::going_on_after_device_error) {
      store_.mend();
      durable = {};
    }
    if (durable) {
      machine_.commit();
      remember_leases(changes);
      for (CommitObserver* observer : observers_) observer->committed(changes);
    } else {
      machine_.discard();
      if (!full) return std::move(durable).error();
      store_.roll_back();
      report.disk_full = true;
    }
  }
  if (bug_ != PlantedBug::reply_before_commit) answer_all();
  return report;
}

Answer PlantedRunner::execute(const Request& request, EpochMillis now) {
  if (bug_ == PlantedBug::check_then_decrement) show_old_stock();
  std::shared_ptr<const Cart> guest_cart;
  const MergeCarts* merge = bug_ == PlantedBug::merge_without_flip ? as_merge(request) : nullptr;
  if (merge != nullptr) guest_cart = tables().of<Cart>().find(merge->guest_cart);
  Answer answer = machine_.execute(request, now);
  if (guest_cart && answer.status == 200) tables().of<Cart>().put(*guest_cart);
  return answer;
}

/// Every stock as the batch found it: two requests of a batch see the same last unit.
void PlantedRunner::show_old_stock() {
  std::vector<std::shared_ptr<const Stock>> before;
  tables().of<Stock>().for_each_committed([&](const auto& stock) { before.push_back(stock); });
  for (const auto& stock : before) {
    if (tables().of<Stock>().find(stock->key) != stock) tables().of<Stock>().put(*stock);
  }
}

void PlantedRunner::remember_leases(const ChangeSet& changes) {
  if (bug_ != PlantedBug::expiry_without_check) return;
  for (const auto& reservation : changes.of<Reservation>().upserts) {
    if (reservation->state == ReservationState::pending) leases_.try_emplace(reservation->key, reservation->expires_at);
  }
}

void PlantedRunner::expire_blindly(EpochMillis now) {
  std::erase_if(leases_, [&](const auto& lease) {
    if (lease.second > now) return false;
    Reservation reservation = *tables().of<Reservation>().find(lease.first);
    reservation.state = ReservationState::expired;
    for (const ReservedLine& line : reservation.lines) {
      Stock stock = *tables().of<Stock>().find(line.stock);
      stock.reserved -= line.quantity;
      stock.version += 1;
      tables().of<Stock>().put(std::move(stock));
    }
    tables().of<Reservation>().put(std::move(reservation));
    return true;
  });
}

}  // namespace aisle::shop::simulation
