#pragma once
// START HERE: all indices of a data directory, by name and by alias.
//
//   <data>/indices/<uuid>/   one folder per index (OpenIndex)
//   <data>/cluster.json      the cluster's uuid and the aliases; written atomically before a change is answered

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "server/es_api/indices/index_names.hpp"
#include "server/es_api/indices/open_index.hpp"

namespace aisle::server::es_api {

struct AliasAction {
  enum class Kind : std::uint8_t { add, remove, remove_index };
  Kind kind = Kind::add;
  std::vector<std::string> indices;  ///< expressions
  std::vector<std::string> aliases;  ///< for remove: may have wildcards
  AliasOptions options;
  std::optional<bool> must_exist;
};

struct CreateIndexRequest {
  std::string name;
  const JsonValue* settings = nullptr;
  const JsonValue* mappings = nullptr;
  AliasMap aliases;
};

struct RegistryReport {
  std::size_t indices = 0;
  std::uint64_t operations_replayed = 0;
  std::vector<std::string> problems;
};

/// Thread-safe. Creating and deleting are serialised; look-ups copy one pointer.
class IndexRegistry {
 public:
  /// Recovers what the directory holds. An index that cannot be opened is reported; its files stay
  /// untouched and its name stays taken (unavailable).
  static Result<std::unique_ptr<IndexRegistry>> open(std::filesystem::path data_directory);
  ~IndexRegistry();

  const RegistryReport& report() const { return report_; }
  const std::string& cluster_uuid() const { return cluster_uuid_; }

  Result<IndexPtr> create(const CreateIndexRequest& request);
  Status remove(const std::vector<IndexPtr>& indices);
  /// The index or the alias's write index; created when there is none and `auto_create`.
  Result<IndexPtr> write_target(std::string_view name, bool auto_create = true);
  /// An index of that very name; null if there is none.
  IndexPtr find(std::string_view name) const;
  /// All that an expression means, by name, each once: "a,b*,-c,.d", aliases, "_all", "".
  Result<std::vector<IndexPtr>> resolve(std::string_view expression, const ResolveOptions& options = {}) const;
  std::vector<IndexPtr> all() const;
  /// Indices that are on disk but could not be opened, and why.
  std::map<std::string, std::string, std::less<>> broken() const { return names()->broken; }

  /// All or nothing.
  Status update_aliases(const std::vector<AliasAction>& actions);
  /// The aliases of an index.
  AliasMap aliases_of(std::string_view index) const;
  bool is_alias(std::string_view name) const;

  /// Told which indices and aliases there are, now and before each change of them can be seen. It runs while changes
  /// are locked out and must not make any. Null: nobody is told.
  using Listener = std::function<void(const IndexNames&)>;
  void set_listener(Listener listener);

  /// Asked about every document that was deleted; what it says is a warning to whoever deleted it. Any thread may ask.
  using DeletionNotice = std::function<std::optional<std::string>(std::string_view index, std::string_view id)>;
  void set_deletion_notice(DeletionNotice notice);
  std::optional<std::string> notice_of_deletion(std::string_view index, std::string_view id) const;

  /// Checkpoints and closes every index's engine.
  Status close();

 private:
  using Names = IndexNames;
  explicit IndexRegistry(std::filesystem::path directory) : directory_(std::move(directory)) {}
  std::shared_ptr<const Names> names() const;
  void publish(std::shared_ptr<const Names> names) AISLE_REQUIRES(change_mutex_);
  Status write_cluster(const Names& names) const;
  Status recover() AISLE_REQUIRES(change_mutex_);
  void recover_aliases(Names& names);
  static Status apply(const AliasAction& action, Names& names);

  Mutex change_mutex_;  // held while indices or aliases change
  Listener listener_ AISLE_GUARDED_BY(change_mutex_);
  const std::filesystem::path directory_;
  std::string cluster_uuid_;
  RegistryReport report_;
  mutable Mutex names_mutex_;
  std::shared_ptr<const DeletionNotice> deletion_notice_ AISLE_GUARDED_BY(names_mutex_);
  std::shared_ptr<const Names> names_ AISLE_GUARDED_BY(names_mutex_) = std::make_shared<const Names>();
};

/// 22 characters of url-safe base 64, random: what Elasticsearch names indices and documents with.
std::string random_uuid();

}  // namespace aisle::server::es_api
