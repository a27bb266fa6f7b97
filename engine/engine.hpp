#pragma once
// START HERE: one index of documents: write, refresh, snapshot, make durable. Searching a snapshot is in
// engine/query/searcher.hpp.
//
// Every change is appended to the log before it is acknowledged and becomes visible to searches with the next refresh
// (live columns: at once). `get` sees changes at once. After a crash, opening the same directory gives back every
// change whose durability was reported, and nothing half-done.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "engine/index/document.hpp"
#include "engine/index/live/merge_policy.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/index/segment/memory_parts.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine {

class BackgroundScheduler;
class LiveAuthority;

/// When an acknowledged change is on disk: before the answer (`request`), or within the sync interval (`async`).
enum class Durability : std::uint8_t { request, async };

/// Turns stored source bytes into field values; the engine asks it when it replays its log. Thread-safe.
/// It is given sources that were accepted before, under a schema at least as wide.
class SourceParser {
 public:
  virtual ~SourceParser() = default;
  virtual Result<Document> parse(std::string_view id, std::string_view source) const = 0;
};

struct IndexOptions {
  std::filesystem::path directory;  ///< created when missing; locked by the server, not here
  std::shared_ptr<const Schema> schema;
  std::shared_ptr<const SourceParser> parser;
  Durability durability = Durability::request;
  std::int64_t sync_interval_ms = 5'000;           ///< async only
  std::int64_t refresh_interval_ms = 1'000;        ///< < 0: only when asked
  std::size_t buffer_bytes = 64u << 20;            ///< in-memory buffer that forces a seal (not a refresh)
  std::size_t checkpoint_log_bytes = 256u << 20;   ///< log that forces a checkpoint
  std::size_t log_file_bytes = 64u << 20;          ///< a log file that passes this is followed by a new one
  std::uint32_t max_indexing_buffers = 2;          ///< threads that may invert documents at the same time
  std::int64_t tombstone_retention_ms = 60'000;    ///< how long versions of deleted ids are remembered
  MergeLimits merge_limits;
  bool background_work = true;                     ///< false: no threads; refresh, merge, checkpoint only when called
  std::shared_ptr<BackgroundScheduler> scheduler;  ///< whose threads do background work; null: the process's own
};

/// What must hold for an operation to be applied.
struct WriteCondition {
  std::optional<std::uint64_t> if_sequence_number;
  std::optional<std::uint64_t> if_primary_term;
  std::optional<std::uint64_t> version;  ///< external versioning
  bool version_may_equal = false;        ///< external_gte
};

struct IndexOperation {
  Document document;  ///< values already taken from the source
  bool must_be_new = false;  ///< op_type create
  WriteCondition condition;
};
struct DeleteOperation {
  std::string id;
  WriteCondition condition;
};
/// Changes live columns in place: text index, source and position in the index stay.
struct LiveUpdateOperation {
  std::string id;
  std::vector<std::pair<FieldId, std::optional<std::variant<std::int64_t, double>>>> values;  ///< none: no value
  WriteCondition condition;
};
using WriteOperation = std::variant<IndexOperation, DeleteOperation, LiveUpdateOperation>;

struct WriteOutcome {
  enum class Kind : std::uint8_t { created, updated, deleted, not_found };
  Kind kind = Kind::created;
  std::uint64_t sequence_number = 0;
  std::uint64_t version = 1;
};

/// What `apply` did: one outcome or error per operation, in order, and the log position after the last of them.
struct WriteReport {
  std::vector<Result<WriteOutcome>> items;
  std::uint64_t log_position = 0;
};

/// A document as `get` finds it.
struct StoredDocument {
  std::string source;
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
  /// Live values newer than the source, to be written over it by whoever renders it (none: value removed).
  std::vector<std::pair<FieldId, std::optional<std::variant<std::int64_t, double>>>> live_changes;
};

struct IndexStatistics {
  std::uint64_t live_docs = 0;       ///< searchable
  std::uint64_t deleted_docs = 0;    ///< in segments, not merged away yet
  std::uint64_t buffered_docs = 0;   ///< not searchable yet
  std::uint64_t segments = 0;
  std::uint64_t segment_bytes = 0;   ///< of the searchable segments; the sum of their parts
  MemoryParts segment_parts;
  std::uint64_t log_bytes = 0;
  std::uint64_t operations = 0;      ///< sequence numbers given out
  std::uint64_t refreshes = 0;
  std::uint64_t merges = 0;
  std::uint64_t checkpoints = 0;
};

/// What opening found and did.
struct RecoveryReport {
  std::uint64_t segments_mapped = 0;
  std::uint64_t operations_replayed = 0;
  std::vector<std::string> problems;  ///< torn or damaged parts, one sentence each: what, where, what was kept
};

/// One index. All members are thread-safe. Owned by whoever opened it; destroying it makes a last checkpoint only if
/// close() was called.
class Index {
 public:
  /// Opens or creates. Damage that loses acknowledged documents is an error unless they can be had from the log;
  /// a torn log tail (never acknowledged) is cut and reported.
  static Result<std::unique_ptr<Index>> open(IndexOptions options);
  ~Index();

  const RecoveryReport& recovery() const;

  /// Applies operations in order. Each succeeds or fails by itself. Inverting runs outside the index's lock, so calls
  /// from several threads overlap. Errors: conflict "version_conflict" (message as Elasticsearch words it),
  /// already_exists, resource_exhausted (disk full: nothing applied).
  WriteReport apply(std::vector<WriteOperation> operations);
  /// Calls back once the log is durable up to `position`: at once under Durability::async, else after the next group
  /// sync. The callback may run on the log's thread and must be quick.
  void when_durable(std::uint64_t log_position, std::function<void(Status)> callback);
  /// Blocks until then.
  Status wait_durable(std::uint64_t log_position);

  /// From now on `authority` decides the live values that it names (engine/index/live/live_authority.hpp). Documents that
  /// are here already keep theirs until they are written or enforced. Null: nobody does.
  void set_authority(std::shared_ptr<const LiveAuthority> authority);
  /// Asks the authority about these documents and shows what it says to the next search, without refresh and without
  /// changing version or sequence number. Ids without a document are passed over. Nothing is logged, so it neither waits
  /// for the disk nor fails. Cost: about a microsecond an id; the lock is given up every few hundred.
  void enforce_authority(std::span<const std::string_view> ids);

  /// Sees every applied operation, refreshed or not. None: no such document.
  std::optional<StoredDocument> get(std::string_view id) const;

  /// Makes everything applied so far visible to new snapshots. Cheap when nothing changed.
  Status refresh();
  /// Calls back after the next refresh (`refresh=wait_for`); forces one when many wait or none is scheduled. At the
  /// latest called when the index is closed or goes away.
  void when_refreshed(std::function<void()> callback);
  std::shared_ptr<const Snapshot> snapshot() const;

  /// Seals, writes segments and live values to disk, and drops the log that they make needless.
  Status checkpoint();
  /// Merges down to at most `max_segments`. Blocks.
  Status force_merge(std::uint32_t max_segments);

  /// Replaces the schema by one that only adds fields.
  void set_schema(std::shared_ptr<const Schema> schema);
  std::shared_ptr<const Schema> schema() const;
  void set_refresh_interval(std::int64_t interval_ms);
  void set_durability(Durability durability);

  IndexStatistics statistics() const;
  /// Checkpoints and stops background work. Further writes fail as unavailable.
  Status close();

 private:
  struct Impl;
  explicit Index(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace aisle::engine
