#pragma once
// Dates as text: Elasticsearch's named formats, Java's pattern letters, `||` alternatives and date math.
//
//   parse_date("2024-01-01||+1M/d", "strict_date_optional_time||epoch_millis", {.now = clock.now_ms()})
//
// English month and day names only; no locale. Years are proleptic Gregorian.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/schema/time_zone.hpp"

namespace aisle::engine {

/// What Elasticsearch uses where a mapping names no format.
inline constexpr std::string_view kDefaultDateFormat = "strict_date_optional_time||epoch_millis";

/// Which end of the time that a text leaves open is meant: "2024-01-01" with `up` is its last millisecond, and so is
/// date math's "/d". A missing month or day is the first in any case, as in Elasticsearch. `none` rounds as `down`.
enum class DateRounding : std::uint8_t { none, down, up };

struct DateParseOptions {
  DateRounding rounding = DateRounding::none;
  EpochMillis now = 0;  ///< what "now" means
  TimeZone zone = {};   ///< of texts that carry no offset, and for rounding to days and longer
};

struct DatePattern;

/// A compiled format. Immutable and thread-safe; cheap to copy.
class DateFormat {
 public:
  /// Fails with invalid_argument ("Invalid format: [..]: ..").
  static Result<DateFormat> compile(std::string_view format);
  /// `kDefaultDateFormat`, compiled once.
  static const DateFormat& standard();

  /// A date without date math, as documents carry it; none when no alternative matches the whole text. Does not
  /// allocate.
  std::optional<EpochMillis> parse_exact(std::string_view text, DateRounding rounding = DateRounding::none,
                                         const TimeZone& zone = {}) const;
  /// The same with date math: `now-1d/d`, `2024-01-01||+1M`. Fails with invalid_argument in Elasticsearch's words
  /// ("failed to parse date field [x] with format [f]").
  Result<EpochMillis> parse(std::string_view text, const DateParseOptions& options = {}) const;
  /// Writes the date as the first alternative would.
  std::string format(EpochMillis date, const TimeZone& zone = {}) const;

  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::vector<std::shared_ptr<const DatePattern>> alternatives_;
};

/// Compile, then parse or write. Who does it often keeps the DateFormat; the default format costs nothing extra.
Result<EpochMillis> parse_date(std::string_view text, std::string_view format, const DateParseOptions& options = {});
Result<std::string> format_date(EpochMillis date, std::string_view format, const TimeZone& zone = {});

/// Applies `+1M-2d/d` to a date. `text` is the whole expression, for messages.
Result<EpochMillis> apply_date_math(EpochMillis date, std::string_view math, std::string_view text,
                                    const DateParseOptions& options);

}  // namespace aisle::engine
