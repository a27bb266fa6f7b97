#include "engine/schema/date_pattern.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace aisle::engine {

const std::string_view kMonthNames[12] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
const std::string_view kWeekdayNames[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};

namespace {

constexpr std::size_t kMaxPatternBytes = 512;

Error invalid_pattern(std::string_view pattern, const std::string& why) {
  return {ErrorCode::invalid_argument, "Invalid format: [" + std::string(pattern) + "]: " + why,
          "invalid_date_format", std::string(pattern)};
}

DateStep number(DatePart part, std::size_t letters, std::uint8_t widest) {
  DateStep step{.part = part};
  step.min_digits = static_cast<std::uint8_t>(letters);
  step.max_digits = letters == 1 ? widest : static_cast<std::uint8_t>(letters);
  return step;
}

DateStep year_step(DatePart part, std::size_t letters) {
  DateStep step = number(part, letters, 9);
  step.two_digit_year = letters == 2;
  return step;
}

DateStep name_step(DatePart part, std::size_t letters) {
  return {.part = part, .short_name = letters != 4};
}

DateStep offset_step(char letter, std::size_t letters) {
  DateStep step{.part = DatePart::offset};
  using enum OffsetStyle;
  if (letter == 'X') {
    step.offset_style = letters == 1 ? hours_or_z : letters % 2 == 0 ? plain_or_z : colon_or_z;
  } else if (letter == 'x') {
    step.offset_style = letters == 1 ? hours : letters % 2 == 0 ? plain : colon;
  } else if (letter == 'Z') {
    step.offset_style = letters <= 3 ? plain : letters == 5 ? colon_or_z : colon;
  } else {
    step.offset_style = zone_id;
  }
  return step;
}

/// The step that a run of one letter stands for.
std::optional<DateStep> step_for(char letter, std::size_t letters) {
  switch (letter) {
    case 'y':
    case 'u': return year_step(DatePart::year, letters);
    case 'Y': return year_step(DatePart::week_year, letters);
    case 'M':
    case 'L': return letters <= 2 ? number(DatePart::month, letters, 2) : name_step(DatePart::month_name, letters);
    case 'd': return number(DatePart::day, letters, 2);
    case 'D': return number(DatePart::day_of_year, letters, 3);
    case 'w': return number(DatePart::week, letters, 2);
    case 'e':
    case 'c': return letters <= 2 ? number(DatePart::weekday, letters, 1) : name_step(DatePart::weekday_name, letters);
    case 'E': return name_step(DatePart::weekday_name, letters);
    case 'a': return DateStep{.part = DatePart::am_pm};
    case 'H': return number(DatePart::hour, letters, 2);
    case 'h': return number(DatePart::hour_12, letters, 2);
    case 'K': return number(DatePart::hour_11, letters, 2);
    case 'k': return number(DatePart::hour_24, letters, 2);
    case 'm': return number(DatePart::minute, letters, 2);
    case 's': return number(DatePart::second, letters, 2);
    case 'S': {
      DateStep step{.part = DatePart::fraction};
      step.min_digits = step.max_digits = static_cast<std::uint8_t>(letters);
      return step;
    }
    case 'A': return number(DatePart::milli_of_day, letters, 8);
    case 'X':
    case 'x':
    case 'Z':
    case 'z':
    case 'V':
    case 'v':
    case 'O': return offset_step(letter, letters);
    default: return std::nullopt;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void add_literal(std::vector<DateStep>& steps, char c) { steps.push_back({.part = DatePart::literal, .literal = c}); }

/// Reads a quoted literal that begins at `i`; two quotes are one. Gives the place after it, or none if it never ends.
std::optional<std::size_t> add_quoted(std::string_view pattern, std::size_t i, std::vector<DateStep>& steps) {
  if (i + 1 < pattern.size() && pattern[i + 1] == '\'') {
    add_literal(steps, '\'');
    return i + 2;
  }
  for (++i; i < pattern.size(); ++i) {
    if (pattern[i] != '\'') {
      add_literal(steps, pattern[i]);
    } else if (i + 1 < pattern.size() && pattern[i + 1] == '\'') {
      add_literal(steps, pattern[i++]);
    } else {
      return i + 1;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<DatePattern> compile_java_pattern(std::string_view pattern) {
  if (pattern.empty() || pattern.size() > kMaxPatternBytes) {
    return invalid_pattern(pattern, "a pattern has from 1 to 512 characters");
  }
  DatePattern compiled;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '[') {
      open.push_back(compiled.steps.size());
      compiled.steps.push_back({.part = DatePart::optional_begin});
      ++i;
    } else if (c == ']') {
      if (open.empty()) return invalid_pattern(pattern, "Pattern invalid as it contains ] without previous [");
      compiled.steps.push_back({.part = DatePart::optional_end});
      compiled.steps[open.back()].skip = static_cast<std::uint16_t>(compiled.steps.size());
      open.pop_back();
      ++i;
    } else if (c == '\'') {
      const auto next = add_quoted(pattern, i, compiled.steps);
      if (!next) return invalid_pattern(pattern, "Pattern ends with an incomplete string literal: " + std::string(pattern));
      i = *next;
    } else if (is_letter(c)) {
      const std::size_t start = i;
      while (i < pattern.size() && pattern[i] == c) ++i;
      const auto step = step_for(c, i - start);
      if (!step || i - start > 9) return invalid_pattern(pattern, std::string("Unknown pattern letter: ") + c);
      compiled.steps.push_back(*step);
    } else if (c == '{' || c == '}' || c == '#') {
      return invalid_pattern(pattern, std::string("Pattern includes reserved character: '") + c + "'");
    } else {
      add_literal(compiled.steps, c);
      ++i;
    }
  }
  while (!open.empty()) {  // Java closes what the pattern left open
    compiled.steps.push_back({.part = DatePart::optional_end});
    compiled.steps[open.back()].skip = static_cast<std::uint16_t>(compiled.steps.size());
    open.pop_back();
  }
  return compiled;
}

}  // namespace aisle::engine
