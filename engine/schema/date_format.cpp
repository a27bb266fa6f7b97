#include "engine/schema/date_format.hpp"

#include <utility>

#include "engine/schema/date_pattern.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kMaxAlternatives = 32;
constexpr std::size_t kMaxDateBytes = 256;

Result<DatePattern> compile_alternative(std::string_view name) {
  if (auto named = named_date_pattern(name)) return std::move(*named);
  return compile_java_pattern(name);
}

}  // namespace

Result<DateFormat> DateFormat::compile(std::string_view format) {
  DateFormat compiled;
  compiled.name_ = std::string(format);
  std::string_view rest = format.starts_with('8') ? format.substr(1) : format;  // 6.x wrote "8yyyy" for java time
  for (;;) {
    const std::size_t bar = rest.find("||");
    auto pattern = compile_alternative(rest.substr(0, bar));
    if (!pattern) return std::move(pattern).error();
    compiled.alternatives_.push_back(std::make_shared<const DatePattern>(std::move(*pattern)));
    if (bar == std::string_view::npos) return compiled;
    if (compiled.alternatives_.size() == kMaxAlternatives) {
      return Error{ErrorCode::invalid_argument, "Invalid format: [" + compiled.name_ + "]: too many alternatives",
                   "invalid_date_format"};
    }
    rest.remove_prefix(bar + 2);
  }
}

const DateFormat& DateFormat::standard() {
  static const DateFormat format = *compile(kDefaultDateFormat);
  return format;
}

std::optional<EpochMillis> DateFormat::parse_exact(std::string_view text, DateRounding rounding,
                                                   const TimeZone& zone) const {
  if (text.size() > kMaxDateBytes) return std::nullopt;
  for (const auto& pattern : alternatives_) {
    if (const auto date = parse_with(*pattern, text, rounding, zone)) return date;
  }
  return std::nullopt;
}

Result<EpochMillis> DateFormat::parse(std::string_view text, const DateParseOptions& options) const {
  if (text.starts_with("now")) return apply_date_math(options.now, text.substr(3), text, options);
  const std::size_t bar = text.find("||");
  // Missing time is filled upwards only where no math follows: the math's own rounding speaks last.
  const DateRounding rounding = bar == std::string_view::npos ? options.rounding : DateRounding::none;
  const auto date = parse_exact(text.substr(0, bar), rounding, options.zone);
  if (!date) {
    return Error{ErrorCode::invalid_argument,
                 "failed to parse date field [" + std::string(text.substr(0, bar)) + "] with format [" + name_ + "]",
                 "date_parse"};
  }
  if (bar == std::string_view::npos) return *date;
  return apply_date_math(*date, text.substr(bar + 2), text, options);
}

std::string DateFormat::format(EpochMillis date, const TimeZone& zone) const {
  std::string out;
  write_with(*alternatives_.front(), date, zone, out);
  return out;
}

Result<EpochMillis> parse_date(std::string_view text, std::string_view format, const DateParseOptions& options) {
  if (format.empty() || format == kDefaultDateFormat) return DateFormat::standard().parse(text, options);
  const auto compiled = DateFormat::compile(format);
  if (!compiled) return compiled.error();
  return compiled->parse(text, options);
}

Result<std::string> format_date(EpochMillis date, std::string_view format, const TimeZone& zone) {
  if (format.empty() || format == kDefaultDateFormat) return DateFormat::standard().format(date, zone);
  const auto compiled = DateFormat::compile(format);
  if (!compiled) return compiled.error();
  return compiled->format(date, zone);
}

}  // namespace aisle::engine
