#pragma once
// Offsets from UTC: fixed ones, and those of named zones as the system's zoneinfo files tell them.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace aisle::engine {

/// A time zone; UTC unless said otherwise. A small value, immutable, to be copied freely between threads.
class TimeZone {
 public:
  TimeZone() = default;
  static TimeZone fixed(std::int32_t offset_seconds);

  /// "Z", "UTC", "GMT", "+01:00", "-0530", "+1", "UTC+02:00" or a zone's name ("Europe/Berlin"), which is read from the
  /// system's zoneinfo. Fails with invalid_argument for an unknown zone.
  static Result<TimeZone> parse(std::string_view name);

  /// What has to be added to `utc` to get local time.
  std::int64_t offset_ms(EpochMillis utc) const;
  EpochMillis to_local(EpochMillis utc) const { return utc + offset_ms(utc); }
  /// Of a local time that occurs twice, the earlier; of one that is skipped, the moment of the change.
  EpochMillis to_utc(EpochMillis local) const;
  bool is_utc() const { return rules_ == nullptr && offset_seconds_ == 0; }

 private:
  /// From `at_seconds` on, local time is UTC plus `offset_seconds`.
  struct Transition {
    std::int64_t at_seconds;
    std::int32_t offset_seconds;
  };
  struct Rules {
    std::int32_t first_offset_seconds = 0;
    std::vector<Transition> transitions;
  };
  static Result<TimeZone> from_zoneinfo(std::string_view name);
  static bool read_rules(std::span<const std::byte> bytes, Rules& rules);

  std::int32_t offset_seconds_ = 0;
  std::shared_ptr<const Rules> rules_;  // null for fixed offsets
};

}  // namespace aisle::engine
