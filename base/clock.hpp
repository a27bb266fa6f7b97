#pragma once
// Time as an input: rooms ask a Clock, so that tests can hold it still.

#include <chrono>
#include <cstdint>

namespace aisle {

/// Milliseconds since 1970-01-01T00:00:00Z, the unit of every date that Aisle stores.
using EpochMillis = std::int64_t;

/// A source of wall-clock time. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual EpochMillis now_ms() const = 0;
};

/// The machine's own clock.
class SystemClock final : public Clock {
 public:
  EpochMillis now_ms() const override {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }
};

/// Measures elapsed time on the monotonic clock.
class Stopwatch {
 public:
  std::int64_t elapsed_us() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start_).count();
  }
  double elapsed_seconds() const { return static_cast<double>(elapsed_us()) / 1e6; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace aisle
