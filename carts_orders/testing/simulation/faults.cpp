#include "carts_orders/testing/simulation/faults.hpp"

#include "carts_orders/machine/settings.hpp"

namespace aisle::shop::simulation {
namespace {

/// Off in half of all runs, else up to `highest`.
double some(Dice& dice, double highest) {
  if (dice.chance(0.5)) return 0;
  return highest * static_cast<double>(dice.between(1, 100)) / 100;
}

EpochMillis some_time(Dice& dice, EpochMillis usual, EpochMillis longest) {
  return dice.chance(0.5) ? usual : usual + dice.skewed(longest);
}

TestChaos draw_chaos(Dice& dice) {
  TestChaos chaos;
  chaos.api_error = some(dice, 0.4);
  chaos.lost_answer = some(dice, 0.4);
  chaos.hang = some(dice, 0.2);
  chaos.longest_answer = some_time(dice, 50, 20 * kSecond);
  chaos.decline = some(dice, 0.4);
  chaos.late = some(dice, 0.4);
  chaos.wrong_amount = some(dice, 0.15);
  chaos.duplicate = some(dice, 0.5);
  chaos.reorder = some(dice, 0.5);
  chaos.lost_webhook = some(dice, 0.5);
  chaos.forged_webhook = some(dice, 0.3);
  chaos.refund_fail = some(dice, 0.3);
  chaos.longest_outcome = some_time(dice, 500, 20 * kMinute);
  chaos.longest_webhook_delay = some_time(dice, 100, 20 * kMinute);
  return chaos;
}

}  // namespace

Faults draw_faults(Dice& dice) {
  Faults faults;
  faults.lose = some(dice, 0.3);
  faults.duplicate = some(dice, 0.3);
  faults.longest_delay = some_time(dice, 5, 30 * kSecond);
  faults.device_error_lost = some(dice, 0.03);
  faults.device_error_kept = some(dice, 0.03);
  faults.longest_commit = some_time(dice, 2, 3 * kSecond);
  faults.late_timer = some(dice, 0.9);
  faults.crash = some(dice, 0.6);
  faults.disk_full = some(dice, 0.8);
  faults.clock_jump = some(dice, 0.3);
  faults.longest_disk_full = some_time(dice, 5 * kSecond, 5 * kMinute);
  faults.longest_downtime = some_time(dice, 2 * kSecond, 40 * kMinute);
  faults.longest_jump = some_time(dice, 2 * kSecond, 2 * kHour);
  faults.provider = draw_chaos(dice);
  faults.carrier_error = some(dice, 0.3);
  faults.sink_error = some(dice, 0.3);
  return faults;
}

Faults no_faults() {
  Faults faults;
  faults.provider.longest_answer = 20;
  faults.provider.longest_outcome = 200;
  return faults;
}

}  // namespace aisle::shop::simulation
