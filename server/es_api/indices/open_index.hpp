#pragma once
// One index as the API sees it: its name, settings, mapping, and the engine's index behind them.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "engine/engine.hpp"
#include "loaders/mapping/document_parser.hpp"
#include "loaders/mapping/mapping.hpp"
#include "server/es_api/indices/index_settings.hpp"

namespace aisle::server::es_api {

/// What one request sees of an index; immutable.
struct IndexState {
  IndexSettings settings;
  std::shared_ptr<const loaders::Mapping> mapping;
  std::shared_ptr<const loaders::DocumentParser> parser;
  std::shared_ptr<engine::Index> index;  ///< null while the index is closed
};

/// Thread-safe. Owned by the registry and by requests at work on it. Its folder:
///   meta.json   name, settings, mapping and the order of its fields; written before a change of them is used
///   data/       the engine's
class OpenIndex {
 public:
  struct Identity {
    std::string name;
    std::string uuid;
    EpochMillis creation_ms = 0;
    std::filesystem::path directory;
  };

  /// A new index: checks settings and mapping, writes meta.json, opens the engine.
  /// `mapping` may be null. On failure the directory may exist and is to be removed.
  static Result<std::shared_ptr<OpenIndex>> create(Identity identity, IndexSettings settings,
                                                   const JsonValue* mapping);
  /// What `create` left in `directory`.
  static Result<std::shared_ptr<OpenIndex>> recover(const std::filesystem::path& directory);
  /// The name of the index in `directory`, though it may not open; nothing when not even that can be read.
  static std::optional<std::string> stored_name(const std::filesystem::path& directory);

  const std::string& name() const { return identity_.name; }
  const std::string& uuid() const { return identity_.uuid; }
  EpochMillis creation_ms() const { return identity_.creation_ms; }
  const std::filesystem::path& directory() const { return identity_.directory; }
  std::shared_ptr<const IndexState> state() const;
  bool is_closed() const { return state()->index == nullptr; }

  /// Merges a mapping body; durable and visible when it returns.
  Status update_mapping(JsonValue body);
  Status update_mapping(std::string_view body);
  /// PUT _settings.
  Status update_settings(JsonValue body, bool preserve_existing);
  Status close();
  Status open();
  /// Called with the engine now (if it is open) and whenever it is opened again, before anybody is served from it.
  using Preparation = std::function<void(engine::Index&)>;
  void set_preparation(Preparation preparation);

  /// Parses a document, extending the mapping as the document demands.
  Result<engine::Document> parse_document(std::string id, std::string source);

 private:
  explicit OpenIndex(Identity identity) : identity_(std::move(identity)) {}
  Result<std::shared_ptr<const IndexState>> assemble(IndexSettings settings, std::shared_ptr<const loaders::Mapping> mapping,
                                                     bool open_engine);
  Status write_meta(const IndexState& state) const;
  void publish(std::shared_ptr<const IndexState> state);
  Status change_mapping(const std::function<Result<std::shared_ptr<const loaders::Mapping>>(const loaders::Mapping&)>& change);

  const Identity identity_;
  Mutex change_mutex_;  // held while settings or mapping change, never while a request only reads
  mutable Mutex state_mutex_;
  std::shared_ptr<const IndexState> state_ AISLE_GUARDED_BY(state_mutex_);
  Preparation preparation_ AISLE_GUARDED_BY(change_mutex_);
};

}  // namespace aisle::server::es_api
