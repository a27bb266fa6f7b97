#pragma once
// What is configured, and where each value comes from: flags, then AISLE_* variables, then the configuration file, then
// defaults.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "server/config/options.hpp"

namespace aisle::server::config {

struct Setting {
  const OptionSpec* option;
  std::string value;
  std::string origin;  ///< "--listen", "AISLE_LISTEN", "aisle.toml:3" or "default"
};

/// What the outer world says, as plain values, so that a test needs no process of its own.
struct Sources {
  std::vector<std::pair<std::string, std::string>> flags;  ///< by option name
  std::function<std::optional<std::string>(const std::string&)> variable;
  std::string file_name;  ///< empty: no file
  std::string file_text;  ///< TOML
};

/// One value for every option of the table, each checked to be of its kind.
class Config {
 public:
  /// invalid_argument names the origin ("aisle.toml:3: ..."); an unknown key in the file also says which known one it
  /// resembles.
  static Result<Config> resolve(const Sources& sources);

  const Setting& setting(std::string_view name) const;
  std::string text(std::string_view name) const { return setting(name).value; }
  std::uint64_t number(std::string_view name) const;
  std::uint64_t bytes(std::string_view name) const;
  std::uint64_t duration_ms(std::string_view name) const;
  bool boolean(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;

  /// A configuration file that says the same, each line with its origin as a comment.
  std::string print() const;

 private:
  Status apply(Setting& setting, std::string value, std::string origin);
  std::vector<Setting> settings_;
};

/// One key of a configuration file: its dotted name, its value as text, its line.
struct FileEntry {
  std::string key;
  std::string value;
  std::uint32_t line;
};
/// Reads TOML. Tables become dotted names, arrays texts with commas between.
Result<std::vector<FileEntry>> read_toml(std::string_view text, const std::string& file_name);

}  // namespace aisle::server::config
