#pragma once
// The shop's time: never goes back, and never leaps while leases run.
//
// It starts at the machine's wall clock, or at the latest recorded time if the wall clock lies before that, and then
// follows the clock that counts from boot (sleep included). A wall clock that differs is approached by at most 500
// parts per million, as NTP slews: half an hour's lease is off by less than a second, whatever somebody does to the wall
// clock. A restart takes the wall clock anew.

#include "base/clock.hpp"

namespace aisle::shop {

/// Milliseconds since boot, time asleep included.
class BootClock {
 public:
  virtual ~BootClock() = default;
  virtual EpochMillis since_boot_ms() const;
};

/// One thread (the writer) calls `tick`.
class ShopClock {
 public:
  /// Both clocks must outlive it.
  ShopClock(const Clock& wall, const BootClock& boot, EpochMillis recorded_time);

  /// The time now; not less than the last one given.
  EpochMillis tick();
  /// How far the wall clock is ahead (negative: behind), at the last tick.
  EpochMillis wall_offset() const { return offset_; }

 private:
  const Clock& wall_;
  const BootClock& boot_;
  EpochMillis boot_then_;
  double now_;  ///< milliseconds, with fractions for slewing
  EpochMillis offset_ = 0;
};

}  // namespace aisle::shop
