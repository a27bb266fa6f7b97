#include "engine/schema/time_value.hpp"

#include <charconv>
#include <cmath>
#include <string>

#include "engine/schema/civil_date.hpp"

namespace aisle::engine {
namespace {

struct Unit {
  std::string_view suffix;
  double millis;
};
// Longer suffixes first: "ms" ends in "s" and "nanos" in both.
constexpr Unit kUnits[] = {{"nanos", 1e-6},
                           {"micros", 1e-3},
                           {"ms", 1},
                           {"s", kMillisPerSecond},
                           {"m", kMillisPerMinute},
                           {"h", kMillisPerHour},
                           {"d", kMillisPerDay}};

Error bad_time_value(std::string_view text, std::string_view name, std::string_view why) {
  std::string message = "failed to parse setting [";
  message.append(name).append("] with value [").append(text).append("] as a time value");
  message.append(why);
  return {ErrorCode::invalid_argument, std::move(message), "illegal_argument", std::string(name)};
}

}  // namespace

Result<std::int64_t> parse_time_value(std::string_view text, std::string_view name) {
  if (text == "-1" || text == "0") return text == "0" ? 0 : -1;
  for (const Unit& unit : kUnits) {
    if (!text.ends_with(unit.suffix)) continue;
    std::string_view digits = text.substr(0, text.size() - unit.suffix.size());
    while (!digits.empty() && digits.back() == ' ') digits.remove_suffix(1);
    double amount = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (failed != std::errc() || end != digits.data() + digits.size() || !(std::abs(amount * unit.millis) < 1e18)) {
      return bad_time_value(text, name, "");
    }
    return static_cast<std::int64_t>(amount * unit.millis);
  }
  return bad_time_value(text, name, ": unit is missing or unrecognized");
}

}  // namespace aisle::engine
