#pragma once
// Structured logs on stderr: for people on a terminal, JSON lines otherwise.
//
//   log::info("index created", {{"index", name}, {"took_ms", took}});
//
// Lines are written by a thread of their own; when that thread falls behind, the oldest lines are dropped rather than
// a request delayed.

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"

namespace aisle::server::log {

enum class Level { trace, debug, info, warn, error, off };
Result<Level> level_from(std::string_view word);
std::string_view to_string(Level level);

enum class Format { automatic, human, json };
Result<Format> format_from(std::string_view word);

struct Options {
  Level level = Level::info;
  Format format = Format::automatic;  ///< human on a terminal, JSON otherwise
  bool no_color = false;              ///< NO_COLOR, TERM=dumb and a stderr that is no terminal say so, too
};

/// Begins logging to stderr; before it, and after `stop`, lines are written without colour at once.
/// REQUIRES: called by one thread.
void start(const Options& options);
/// Writes what is queued and ends the writing thread.
void stop();

/// Whether stderr is a terminal that wants colour.
bool stderr_has_color(bool no_color);

/// One named value of a line; a view, for the duration of the call.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;
  std::string_view name;
  Value value;

  Field(std::string_view name_in, std::string_view text) : name(name_in), value(text) {}
  Field(std::string_view name_in, const std::string& text) : name(name_in), value(std::string_view(text)) {}
  Field(std::string_view name_in, const char* text) : name(name_in), value(std::string_view(text)) {}
  Field(std::string_view name_in, bool flag) : name(name_in), value(flag) {}
  Field(std::string_view name_in, double number) : name(name_in), value(number) {}
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Field(std::string_view name_in, T number) : name(name_in), value(static_cast<std::int64_t>(number)) {}
};
using Fields = std::initializer_list<Field>;

bool enabled(Level level);
/// Any thread. Control characters in texts are escaped, so a client cannot forge lines.
void write(Level level, std::string_view message, Fields fields = {});

inline void debug(std::string_view message, Fields fields = {}) { write(Level::debug, message, fields); }
inline void info(std::string_view message, Fields fields = {}) { write(Level::info, message, fields); }
inline void warn(std::string_view message, Fields fields = {}) { write(Level::warn, message, fields); }
inline void error(std::string_view message, Fields fields = {}) { write(Level::error, message, fields); }

/// One line without its end, as `write` prints it; for tests.
std::string format_line(Format format, Level level, std::string_view message, Fields fields, std::int64_t epoch_ms,
                        bool color);

}  // namespace aisle::server::log
