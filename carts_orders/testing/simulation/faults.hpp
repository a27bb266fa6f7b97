#pragma once
// What goes wrong in a run, and how often. Each run draws its own mixture: some faults are off altogether, so that others
// get far (swarm testing: Groce et al. 2012, doi:10.1145/2338965.2336763).

#include "base/clock.hpp"
#include "carts_orders/payments/test_provider.hpp"
#include "carts_orders/testing/simulation/dice.hpp"

namespace aisle::shop::simulation {

/// Chances are from 0 to 1.
struct Faults {
  // Of one message between any two parties, each way.
  double lose = 0;
  double duplicate = 0;
  EpochMillis longest_delay = 5;  ///< messages overtake each other

  // Of one commit.
  double device_error_lost = 0;
  double device_error_kept = 0;
  EpochMillis longest_commit = 2;

  double late_timer = 0;  ///< of one turn of the writer: what time asks for is left for the next

  // Of half a minute; crashes of a minute.
  double crash = 0;
  double disk_full = 0;   ///< a window begins
  double clock_jump = 0;

  EpochMillis longest_disk_full = 20'000;
  EpochMillis longest_downtime = 5'000;
  EpochMillis longest_jump = 60'000;  ///< forth or back

  TestChaos provider;
  double carrier_error = 0;  ///< of one call
  double sink_error = 0;
};

Faults draw_faults(Dice& dice);
/// A good day.
Faults no_faults();

}  // namespace aisle::shop::simulation
