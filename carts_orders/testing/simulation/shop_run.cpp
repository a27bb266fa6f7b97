#include "carts_orders/testing/simulation/shop_run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/testing/simulation/invariants.hpp"

namespace aisle::shop::simulation {
namespace {

/// Everything must be at rest so long after the faults stopped, beside the longest lease.
constexpr EpochMillis kTimeToRest = 30 * kMinute;
/// Some of the forged notices are signed with the true secret an hour ago or ahead: a clock that is wrong by an hour would
/// have to take them for true.
constexpr EpochMillis kLargestOffset = 50 * kMinute;

}  // namespace

ShopRun::ShopRun(const SimulationOptions& options)
    : world_(options.seed, options.bug, options.trace),
      dice_(world_.dice.fork()),
      entropy_(world_.dice.next()),
      front_(world_),
      auditor_(world_),
      outside_(world_, front_, acks_),
      warehouse_(world_, front_, acks_),
      support_(world_, front_, acks_),
      fulfilment_(world_, front_, acks_) {
  for (int number = static_cast<int>(dice_.between(1, 3)); number > 0; --number) {
    shoppers_.push_back(std::make_unique<Shopper>(world_, front_, acks_, number));
  }
}

SimulationOutcome ShopRun::run() {
  be_safe();
  come_to_rest();
  if (world_.findings.none()) reconcile();
  return outcome();
}

// The process.

void ShopRun::start_process() {
  world_.note("process starts");
  ++lives_;
  auditor_.forgive_leases();
  auditor_.look();
  check_everything(world_.disk.contents(), {}, world_.findings);
  process_ = std::make_shared<ShopProcess>(world_, entropy_, auditor_);
  if (!process_->open()) return world_.findings.add("the shop does not open on what it wrote itself");
  front_.serve(process_);
  workers_ = std::make_unique<ShopWorkers>(world_, *process_, outside_);
}

/// Not from within the process: its parts are on the stack then.
void ShopRun::end_process() {
  world_.note("process ends");
  process_->die();
  workers_.reset();
  front_.serve(nullptr);
  process_.reset();
  world_.disk.crash();
  if (dice_.chance(0.2)) world_.catalog.restore_from_old_backup();
  const EpochMillis downtime = calm_ ? 0 : dice_.skewed(world_.faults.longest_downtime);
  world_.executor.post_after(downtime, [this] {
    if (!process_) start_process();
  });
}

/// A process whose device failed is dead already.
void ShopRun::watch_process() {
  if (process_ && !process_->alive()) end_process();
}

void ShopRun::befall() {
  world_.executor.post_after(kMinute / 4 + dice_.between(0, kMinute / 2), [this] {
    if (calm_) return;
    const Faults& faults = world_.faults;
    if (process_ && dice_.chance(faults.crash / 2)) end_process();
    if (dice_.chance(faults.disk_full)) fill_disk();
    if (dice_.chance(faults.clock_jump)) jump_clock();
    befall();
  });
}

void ShopRun::fill_disk() {
  world_.disk_full_until = world_.executor.elapsed() + dice_.between(kSecond, world_.faults.longest_disk_full);
  world_.note("disk full");
}

void ShopRun::jump_clock() {
  const EpochMillis by = dice_.skewed(world_.faults.longest_jump);
  const EpochMillis offset = world_.wall_offset + (dice_.chance(0.5) ? by : -by);
  world_.wall_offset = std::clamp(offset, -kLargestOffset, kLargestOffset);
  world_.note("clock jumps");
}

// The phases.

void ShopRun::be_safe() {
  // Mostly short: many seeds find more than long ones, but some things take their time.
  const EpochMillis period = (dice_.chance(0.1) ? dice_.between(6, 12) : dice_.between(1, 6)) * kMinute;
  start_process();
  for (const auto& shopper : shoppers_) shopper->begin(period);
  warehouse_.begin(period);
  support_.begin();
  fulfilment_.begin();
  befall();
  while (world_.executor.elapsed() < period && world_.findings.none()) {
    world_.executor.run_one();
    watch_process();
  }
}

void ShopRun::come_to_rest() {
  world_.note("faults stop");
  calm_ = true;
  world_.calm_down();
  outside_.calm_down();
  if (!process_) start_process();
  const EpochMillis deadline = world_.executor.elapsed() + kTimeToRest + world_.settings.reservation_longest;
  EpochMillis look_again = 0;
  while (world_.findings.none() && world_.executor.elapsed() < deadline) {
    world_.executor.run_one();
    watch_process();
    if (world_.executor.elapsed() < look_again) continue;
    if (is_at_rest()) return;
    look_again = world_.executor.elapsed() + 10 * kSecond;
  }
  if (world_.findings.none()) report_unrest();
}

/// Dead jobs are left to people; but what a payment is waited for, nobody may leave.
bool ShopRun::is_at_rest() const {
  const ShopContents& contents = world_.disk.contents();
  const auto is_done = [](const auto& entry) { return is_terminal(entry.second->state); };
  const auto is_held = [](const auto& entry) { return entry.second->state == ReservationState::pending; };
  const auto is_waiting = [](const auto& shopper) { return shopper->open_calls() > 0; };
  const auto is_left = [](const auto& entry) { return entry.second->state == Job::State::dead && entry.second->queue != "payment"; };
  return front_.is_open() && std::ranges::all_of(contents.of<Job>(), is_left) && std::ranges::all_of(contents.of<Order>(), is_done) &&
         std::ranges::none_of(contents.of<Reservation>(), is_held) && std::ranges::none_of(shoppers_, is_waiting) &&
         warehouse_.open_calls() == 0 && support_.open_calls() == 0;
}

void ShopRun::report_unrest() {
  const ShopContents& contents = world_.disk.contents();
  for (const auto& [id, order] : contents.of<Order>()) {
    if (!is_terminal(order->state)) world_.findings.add("an order never ended", fmt::format("{} is {}", to_string(id), to_string(order->state)));
  }
  for (const auto& [number, job] : contents.of<Job>()) {
    if (job->state != Job::State::dead || job->queue == "payment") world_.findings.add("I8 a job was never done", fmt::format("{} {} {} after {} tries: {}", number, job->queue, job->kind, job->attempts, job->last_error));
  }
  for (const auto& [id, reservation] : contents.of<Reservation>()) {
    if (reservation->state == ReservationState::pending) world_.findings.add("I5 a lease never ended", to_string(id) + " of " + reservation->owner);
  }
  if (world_.findings.none()) world_.findings.add("somebody was never answered");
}

// The books.

void ShopRun::reconcile() {
  const ShopContents& contents = world_.disk.contents();
  check_invariants(contents, world_.findings);
  check_everything(contents, process_->now(), world_.findings);
  acks_.check(contents, world_.findings);
  const std::map<Id, TestBalance> balances = outside_.provider().balances();
  for (const auto& [id, order] : contents.of<Order>()) {
    const auto balance = balances.find(id);
    reconcile_money(*order, balance == balances.end() ? TestBalance{} : balance->second);
    reconcile_parcels(*order);
  }
  for (const auto& [id, balance] : balances) {
    world_.findings.expect(contents.find<Order>(id) != nullptr || balance.captured == balance.refunded,
                           "money came for an order that is not there", to_string(id));
  }
}

void ShopRun::reconcile_money(const Order& order, const TestBalance& balance) {
  const bool same = order.captured == balance.captured && order.refunded == balance.refunded;
  world_.findings.expect(same, "the shop's and the provider's books differ",
                         fmt::format("{} {}: {} - {} here, {} - {} there", to_string(order.key), to_string(order.state),
                                     order.captured, order.refunded, balance.captured, balance.refunded));
  const bool is_delivered = order.state == OrderState::delivered;
  world_.findings.expect(is_delivered || balance.captured == balance.refunded, "money was kept for nothing",
                         fmt::format("{} {}: {} of {}", to_string(order.key), to_string(order.state), balance.captured - balance.refunded, order.total));
}

/// Nobody gets a parcel of an order that was called off.
void ShopRun::reconcile_parcels(const Order& order) {
  const auto is_underway = [](const Shipment& shipment) {
    return (shipment.state == Shipment::State::shipped || shipment.state == Shipment::State::delivered) && shipment.carrier == "test";
  };
  const auto shipped = static_cast<std::size_t>(std::ranges::count_if(order.shipments, is_underway));
  const std::size_t taken = outside_.carrier().parcels_of(order.key);
  const bool is_left_to_people = std::ranges::any_of(world_.disk.contents().of<Job>(), [&](const auto& entry) {
    return entry.second->subject == order.key && entry.second->kind == job_kind::kShippingCancel;
  });
  world_.findings.expect(shipped == taken || is_left_to_people, "the shop's and the carrier's books differ",
                         fmt::format("{} {}: {} shipped here, {} there", to_string(order.key), to_string(order.state), shipped, taken));
}

SimulationOutcome ShopRun::outcome() const {
  return {.findings = world_.findings.list(),
          .hash = world_.trace.hash(),
          .steps = world_.trace.steps(),
          .lives = lives_,
          .orders = world_.disk.contents().of<Order>().size(),
          .coverage = world_.coverage};
}

}  // namespace aisle::shop::simulation
