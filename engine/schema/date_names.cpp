// Elasticsearch's named formats, told in Java's letters and two of our own: `~` is a point (or comma) and a fraction,
// `^` any offset. A name without its strict_ twin takes numbers of fewer digits.

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/schema/date_pattern.hpp"

namespace aisle::engine {
namespace {

struct NamedPattern {
  std::string_view name;
  std::string_view pattern;
  bool has_strict_twin = true;
};

constexpr NamedPattern kNamed[] = {
    {"date_optional_time", "uuuu[-MM[-dd['T'[HH[:mm[:ss[~]]]][^]]]]"},
    {"date", "uuuu-MM-dd"},
    {"date_hour", "uuuu-MM-dd'T'HH"},
    {"date_hour_minute", "uuuu-MM-dd'T'HH:mm"},
    {"date_hour_minute_second", "uuuu-MM-dd'T'HH:mm:ss"},
    {"date_hour_minute_second_fraction", "uuuu-MM-dd'T'HH:mm:ss~"},
    {"date_hour_minute_second_millis", "uuuu-MM-dd'T'HH:mm:ss~"},
    {"date_time", "uuuu-MM-dd'T'HH:mm:ss~^"},
    {"date_time_no_millis", "uuuu-MM-dd'T'HH:mm:ss^"},
    {"hour", "HH"},
    {"hour_minute", "HH:mm"},
    {"hour_minute_second", "HH:mm:ss"},
    {"hour_minute_second_fraction", "HH:mm:ss~"},
    {"hour_minute_second_millis", "HH:mm:ss~"},
    {"ordinal_date", "uuuu-DDD"},
    {"ordinal_date_time", "uuuu-DDD'T'HH:mm:ss~^"},
    {"ordinal_date_time_no_millis", "uuuu-DDD'T'HH:mm:ss^"},
    {"time", "HH:mm:ss~^"},
    {"time_no_millis", "HH:mm:ss^"},
    {"t_time", "'T'HH:mm:ss~^"},
    {"t_time_no_millis", "'T'HH:mm:ss^"},
    {"week_date", "YYYY-'W'ww-e"},
    {"week_date_time", "YYYY-'W'ww-e'T'HH:mm:ss~^"},
    {"week_date_time_no_millis", "YYYY-'W'ww-e'T'HH:mm:ss^"},
    {"weekyear", "YYYY"},
    {"weekyear_week", "YYYY-'W'ww"},
    {"weekyear_week_day", "YYYY-'W'ww-e"},
    {"year", "uuuu"},
    {"year_month", "uuuu-MM"},
    {"year_month_day", "uuuu-MM-dd"},
    {"basic_week_date", "YYYY'W'wwe"},
    {"basic_week_date_time", "YYYY'W'wwe'T'HHmmss~Z"},
    {"basic_week_date_time_no_millis", "YYYY'W'wwe'T'HHmmssZ"},
    {"basic_date", "uuuuMMdd", false},
    {"basic_date_time", "uuuuMMdd'T'HHmmss~Z", false},
    {"basic_date_time_no_millis", "uuuuMMdd'T'HHmmssZ", false},
    {"basic_ordinal_date", "uuuuDDD", false},
    {"basic_ordinal_date_time", "uuuuDDD'T'HHmmss~Z", false},
    {"basic_ordinal_date_time_no_millis", "uuuuDDD'T'HHmmssZ", false},
    {"basic_time", "HHmmss~Z", false},
    {"basic_time_no_millis", "HHmmssZ", false},
    {"basic_t_time", "'T'HHmmss~Z", false},
    {"basic_t_time_no_millis", "'T'HHmmssZ", false},
    {"iso8601", "uuuu[-MM[-dd['T'[HH[:mm[:ss[~]]]][^]]]]", false},
};

void use_private_letters(DatePattern& pattern) {
  for (DateStep& step : pattern.steps) {
    if (step.part != DatePart::literal) continue;
    if (step.literal == '~') step = {.part = DatePart::point_fraction, .min_digits = 1, .max_digits = 9};
    if (step.literal == '^') step = {.part = DatePart::offset};
  }
}

void take_fewer_digits(DatePattern& pattern) {
  for (DateStep& step : pattern.steps) {
    if (step.part == DatePart::year && step.min_digits == 4) step.max_digits = 9;
    if (step.min_digits > 1 && step.part != DatePart::fraction) step.min_digits = 1;
  }
}

std::string camel_case_of(std::string_view name) {
  std::string camel;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool raise = name[i] == '_' && i + 1 < name.size();
    camel += raise ? static_cast<char>(name[++i] - 'a' + 'A') : name[i];
  }
  return camel;
}

}  // namespace

std::optional<DatePattern> named_date_pattern(std::string_view name) {
  if (name == "epoch_millis") return DatePattern{{{.part = DatePart::epoch_millis}}};
  if (name == "epoch_second") return DatePattern{{{.part = DatePart::epoch_second}}};
  const bool strict = name.starts_with("strict_");
  const std::string_view plain = strict ? name.substr(7) : name;
  const auto* found = std::find_if(std::begin(kNamed), std::end(kNamed), [&](const NamedPattern& known) {
    return known.name == plain || (!strict && camel_case_of(known.name) == plain);
  });
  if (found == std::end(kNamed) || (strict && !found->has_strict_twin)) return std::nullopt;
  auto pattern = compile_java_pattern(found->pattern);
  if (!pattern) return std::nullopt;
  use_private_letters(*pattern);
  pattern->reads_instants = plain == "date_optional_time";
  if (!strict && found->has_strict_twin && !plain.starts_with("basic_")) take_fewer_digits(*pattern);
  return std::move(*pattern);
}

}  // namespace aisle::engine
