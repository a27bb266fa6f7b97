#pragma once
// Every option of the server, once: its flag, environment variable, key in the configuration file, default and meaning
// all come from this table.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::server::config {

enum class Kind {
  text,
  number,    ///< a whole number, 0 or more
  bytes,     ///< a whole number with an optional unit: "100MiB", "64kb", "512"
  duration,  ///< a whole number with a unit: "500ms", "30s", "5m", "1h"; "0" alone
  boolean,   ///< true or false
  list,      ///< texts with commas between; an array in the configuration file
};

struct OptionSpec {
  std::string_view name;  ///< "search-threads": the flag is --search-threads, the variable AISLE_SEARCH_THREADS
  std::string_view key;   ///< in the configuration file: "server.search_threads"
  Kind kind;
  std::string_view default_value;
  std::string_view description;
};

std::span<const OptionSpec> option_table();
/// By name, or null.
const OptionSpec* find_option(std::string_view name);

std::string flag_of(const OptionSpec& option);
std::string variable_of(const OptionSpec& option);

/// Readers of values. The error's message says what is expected, not where the value came from.
Result<std::uint64_t> parse_number(std::string_view text);
Result<std::uint64_t> parse_bytes(std::string_view text);
Result<std::uint64_t> parse_duration_ms(std::string_view text);
Result<bool> parse_boolean(std::string_view text);
/// Whether `text` is a value of this kind.
Status check_value(Kind kind, std::string_view text);

/// The candidate most like `word`, if it is within a third of its letters (Levenshtein); otherwise empty.
std::string_view closest(std::string_view word, std::span<const std::string> candidates);

}  // namespace aisle::server::config
