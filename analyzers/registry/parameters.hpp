#pragma once
// One component's settings, read by type.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analysis_settings.hpp"
#include "base/result.hpp"

namespace aisle::analyzers {

/// Reads parameters and remembers the first that was wrong, so that a factory reads all and asks `status()`
/// once. Parameters that nobody asks for are ignored, as Elasticsearch ignores them. Refers to the settings
/// it is given.
class Parameters {
 public:
  /// `kind` and `name` are for messages: "filter", "my_stop".
  Parameters(std::string_view kind, std::string_view name, const ComponentSettings& settings)
      : kind_(kind), name_(name), settings_(settings) {}

  std::string_view kind() const { return kind_; }
  const std::string& name() const { return name_; }
  const std::string& type() const { return settings_.type; }

  bool has(const std::string& key) const;
  /// The first value, or `otherwise`.
  std::string text(const std::string& key, std::string_view otherwise = {}) const;
  /// Fails below `at_least`.
  int integer(const std::string& key, int otherwise, int at_least = 0);
  bool boolean(const std::string& key, bool otherwise);
  /// All values; a single one is split at commas, as Elasticsearch splits it.
  std::vector<std::string> list(const std::string& key) const;
  /// All values as they stand.
  std::vector<std::string> lines(const std::string& key) const;

  /// Remembers a failure, unless there is one already.
  void fail(std::string message);
  Status status() const;

 private:
  std::string kind_;
  std::string name_;
  const ComponentSettings& settings_;
  std::optional<std::string> failure_;
};

/// An `invalid_argument` whose subject is the component.
Error component_error(std::string message, std::string_view name);

}  // namespace aisle::analyzers
