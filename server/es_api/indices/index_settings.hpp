#pragma once
// An index's settings: given nested, dotted or flat; kept flat; shown as texts.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analysis_settings.hpp"
#include "base/result.hpp"
#include "engine/engine.hpp"
#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "loaders/mapping/field_builder.hpp"

namespace aisle::server::es_api {

/// One setting: a text, or a list of texts.
struct SettingValue {
  std::vector<std::string> texts;
  bool is_list = false;
  bool operator==(const SettingValue&) const = default;
};

/// A plain value. Keys carry the "index." prefix.
class IndexSettings {
 public:
  using Map = std::map<std::string, SettingValue, std::less<>>;

  /// Reads `{"index":{"number_of_shards":1}}`, `{"number_of_shards":1}` and `{"index.number_of_shards":"1"}` alike.
  /// Fails for an unknown setting or a value out of its range, in Elasticsearch's words.
  static Result<IndexSettings> read(JsonValue json);

  /// PUT _settings: null resets to the default. Static settings (analysis, codec) change only while `closed`.
  /// `preserve` keeps what is set already.
  Status update(JsonValue json, bool closed, bool preserve, std::string_view index, std::string_view uuid);

  const Map& values() const { return values_; }
  std::optional<std::string> text(std::string_view name) const;
  void set(std::string name, std::string text) { values_[std::move(name)] = {{std::move(text)}, false}; }

  /// What these settings mean.
  analyzers::AnalysisSettings analysis() const;
  std::int64_t refresh_interval_ms() const;
  engine::Durability durability() const;
  std::uint64_t max_result_window() const;
  /// Limits, similarities and defaults for the mapping; its `analyzers` are left to the caller.
  loaders::MappingContext mapping_context() const;

  /// Writes the members of the "settings" object: nested under "index", or flat.
  void write(JsonWriter& writer, bool flat) const;

 private:
  Map values_;
};

}  // namespace aisle::server::es_api
