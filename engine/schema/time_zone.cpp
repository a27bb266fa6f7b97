#include "engine/schema/time_zone.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include "base/mapped_file.hpp"
#include "engine/schema/civil_date.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kMaxZoneNameBytes = 64;
constexpr std::int32_t kMaxOffsetSeconds = 18 * 3600;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// One or two digits at the front of `text`, removed from it.
std::optional<int> take_two_digits(std::string_view& text) {
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  const std::size_t length = text.size() > 1 && is_digit(text[1]) ? 2 : 1;
  int value = 0;
  for (char c : text.substr(0, length)) value = value * 10 + (c - '0');
  text.remove_prefix(length);
  return value;
}

/// "+01:00", "-0530", "+1", "+01:00:30".
std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::int32_t sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::int32_t seconds = 0;
  for (const std::int32_t unit : {3600, 60, 1}) {
    const auto part = take_two_digits(text);
    if (!part || (unit < 3600 && *part > 59)) return std::nullopt;
    seconds += *part * unit;
    if (text.empty()) break;
    if (text[0] == ':') text.remove_prefix(1);
  }
  if (!text.empty() || seconds > kMaxOffsetSeconds) return std::nullopt;
  return sign * seconds;
}

/// Zone names are paths below zoneinfo; only plain ones may be looked up.
bool is_plain_zone_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxZoneNameBytes || name[0] == '/' || name[0] == '.') return false;
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '/' || c == '_' || c == '-' ||
           c == '+';
  });
  return plain;
}

template <class T>
T big_endian(const std::byte* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = static_cast<T>((value << 8) | std::to_integer<T>(from[i]));
  return value;
}

Error unknown_zone(std::string_view name) {
  return {ErrorCode::invalid_argument, "Unknown time-zone ID: " + std::string(name), "unknown_time_zone",
          std::string(name)};
}

}  // namespace

TimeZone TimeZone::fixed(std::int32_t offset_seconds) {
  TimeZone zone;
  zone.offset_seconds_ = offset_seconds;
  return zone;
}

Result<TimeZone> TimeZone::parse(std::string_view name) {
  if (name == "Z" || name == "z" || name == "UTC" || name == "GMT" || name == "UT") return TimeZone();
  std::string_view offset = name;
  if (offset.starts_with("UTC") || offset.starts_with("GMT")) offset.remove_prefix(3);
  if (const auto seconds = parse_offset(offset)) return fixed(*seconds);
  return from_zoneinfo(name);
}

Result<TimeZone> TimeZone::from_zoneinfo(std::string_view name) {
  if (!is_plain_zone_name(name)) return unknown_zone(name);
  const std::filesystem::path path = std::filesystem::path("/usr/share/zoneinfo") / name;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return unknown_zone(name);
  auto file = MappedFile::open(path);
  if (!file) return unknown_zone(name);
  auto rules = std::make_shared<Rules>();
  if (!read_rules(file->bytes(), *rules)) return unknown_zone(name);
  TimeZone zone;
  zone.rules_ = std::move(rules);
  return zone;
}

/// RFC 8536: a 44-byte header, a block with 32-bit times, then for version 2 and up the same again with 64-bit times.
bool TimeZone::read_rules(std::span<const std::byte> bytes, Rules& rules) {
  constexpr std::size_t kHeader = 44;
  std::size_t time_size = 4;
  std::size_t start = 0;
  for (;;) {
    if (bytes.size() < start + kHeader || std::memcmp(bytes.data() + start, "TZif", 4) != 0) return false;
    const auto count = [&](std::size_t i) -> std::size_t {
      return big_endian<std::uint32_t>(bytes.data() + start + 20 + 4 * i);
    };
    const std::size_t is_ut = count(0), is_std = count(1), leaps = count(2), times = count(3), types = count(4),
                      chars = count(5);
    const std::size_t limit = bytes.size();
    if (is_ut > limit || is_std > limit || leaps > limit || times > limit || types > limit || chars > limit) return false;
    const std::size_t body = times * time_size + times + types * 6 + chars + leaps * (time_size + 4) + is_std + is_ut;
    const std::byte* data = bytes.data() + start + kHeader;
    if (limit - start - kHeader < body || types == 0) return false;
    if (time_size == 4 && bytes[start + 4] >= std::byte{'2'}) {
      start += kHeader + body;
      time_size = 8;
      continue;
    }
    const std::byte* kinds = data + times * time_size;
    const std::byte* offsets = kinds + times;
    const auto offset_of = [&](std::size_t type) {
      return static_cast<std::int32_t>(big_endian<std::uint32_t>(offsets + type * 6));
    };
    rules.first_offset_seconds = offset_of(0);
    for (std::size_t i = 0; i < times; ++i) {
      const auto type = std::to_integer<std::size_t>(kinds[i]);
      if (type >= types) return false;
      const std::int64_t at = time_size == 8
                                  ? static_cast<std::int64_t>(big_endian<std::uint64_t>(data + i * 8))
                                  : static_cast<std::int32_t>(big_endian<std::uint32_t>(data + i * 4));
      rules.transitions.push_back({at, offset_of(type)});
    }
    return std::is_sorted(rules.transitions.begin(), rules.transitions.end(),
                          [](const Transition& a, const Transition& b) { return a.at_seconds < b.at_seconds; });
  }
}

std::int64_t TimeZone::offset_ms(EpochMillis utc) const {
  if (rules_ == nullptr) return offset_seconds_ * kMillisPerSecond;
  const std::int64_t seconds = floor_div(utc, kMillisPerSecond);
  const auto& all = rules_->transitions;
  const auto after = std::upper_bound(all.begin(), all.end(), seconds,
                                      [](std::int64_t at, const Transition& t) { return at < t.at_seconds; });
  const std::int32_t offset = after == all.begin() ? rules_->first_offset_seconds : (after - 1)->offset_seconds;
  return offset * kMillisPerSecond;
}

EpochMillis TimeZone::to_utc(EpochMillis local) const {
  if (rules_ == nullptr) return local - offset_seconds_ * kMillisPerSecond;
  // The offset in force is that of a day before or a day after; try the larger (earlier moment) first.
  const std::int64_t before = offset_ms(local - kMillisPerDay);
  const std::int64_t after = offset_ms(local + kMillisPerDay);
  for (const std::int64_t offset : {std::max(before, after), std::min(before, after)}) {
    if (to_local(local - offset) == local) return local - offset;
  }
  // A skipped local time: the change itself lies between the two guesses.
  EpochMillis low = local - std::max(before, after);
  EpochMillis high = local - std::min(before, after);
  const std::int64_t first = offset_ms(low);
  while (high - low > 1) {
    const EpochMillis middle = low + (high - low) / 2;
    (offset_ms(middle) == first ? low : high) = middle;
  }
  return high;
}

}  // namespace aisle::engine
