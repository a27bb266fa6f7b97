// How one line looks, in both formats.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>

#include "server/http/response.hpp"
#include "server/log/log.hpp"

namespace aisle::server::log {
namespace {

constexpr std::array<std::string_view, 6> kLevels = {"trace", "debug", "info", "warn", "error", "off"};
constexpr std::array<std::string_view, 6> kColors = {"\033[2m", "\033[36m", "\033[32m", "\033[33m", "\033[31m", ""};

using http::json_string;

std::string timestamp(std::int64_t epoch_ms) {
  const auto seconds = static_cast<std::time_t>(epoch_ms / 1000);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03d}Z", fmt::gmtime(seconds), epoch_ms % 1000);
}

std::string json_value(const Field::Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return json_string(*text);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{:.6g}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

/// Texts stay bare while they are plain words, so that a person reads `index=products`, not `index="products"`.
std::string human_value(const Field::Value& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  if (!text) return json_value(value);
  const bool plain = !text->empty() && text->find_first_of(" \"\\=\t\r\n") == std::string_view::npos &&
                     json_string(*text).size() == text->size() + 2;
  return plain ? std::string(*text) : json_string(*text);
}

/// Escapes what would break the line; the quotes of the JSON form are dropped.
std::string human_message(std::string_view message) {
  const std::string quoted = json_string(message);
  const bool escaped = quoted.size() != message.size() + 2;
  return escaped ? quoted.substr(1, quoted.size() - 2) : std::string(message);
}

std::string json_line(Level level, std::string_view message, Fields fields, std::int64_t epoch_ms) {
  auto line = fmt::format(R"({{"ts":"{}","level":"{}","msg":{})", timestamp(epoch_ms), to_string(level),
                          json_string(message));
  for (const Field& field : fields) {
    fmt::format_to(std::back_inserter(line), ",{}:{}", json_string(field.name), json_value(field.value));
  }
  line.push_back('}');
  return line;
}

std::string human_line(Level level, std::string_view message, Fields fields, std::int64_t epoch_ms, bool color) {
  const auto paint = color ? kColors[static_cast<std::size_t>(level)] : std::string_view();
  const std::string_view reset = color ? "\033[0m" : "";
  auto line = fmt::format("{} {}{:<5}{} {}", timestamp(epoch_ms), paint, to_string(level), reset, human_message(message));
  for (const Field& field : fields) {
    fmt::format_to(std::back_inserter(line), " {}={}", field.name, human_value(field.value));
  }
  return line;
}

template <class Enum, std::size_t N>
Result<Enum> word_to_enum(std::string_view what, std::string_view word, const std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  return Error(ErrorCode::invalid_argument,
               fmt::format("{} [{}] is not one of {}", what, word, fmt::join(words, ", ")));
}

}  // namespace

std::string_view to_string(Level level) { return kLevels[static_cast<std::size_t>(level)]; }
Result<Level> level_from(std::string_view word) { return word_to_enum<Level>("log level", word, kLevels); }
Result<Format> format_from(std::string_view word) {
  constexpr std::array<std::string_view, 3> kFormats = {"auto", "human", "json"};
  return word_to_enum<Format>("log format", word, kFormats);
}

std::string format_line(Format format, Level level, std::string_view message, Fields fields, std::int64_t epoch_ms,
                        bool color) {
  return format == Format::json ? json_line(level, message, fields, epoch_ms)
                                : human_line(level, message, fields, epoch_ms, color);
}

}  // namespace aisle::server::log
