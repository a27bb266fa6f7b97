#pragma once
// The state behind an Index and who may touch it. Its members are defined by what they do, one file each:
//
//   index.cpp             the public face, get, statistics, life and death
//   write_plan.cpp        what each operation of a batch would do
//   index_apply.cpp       apply: invert, plan, log, commit
//   index_authority.cpp   live values that the index's authority decides
//   index_refresh.cpp     seal buffers, publish snapshots
//   index_merge.cpp       merges in the background and on demand
//   index_checkpoint.cpp  segments and live state to disk
//   index_recovery.cpp    open: newest sound checkpoint, then the log
//   index_replay.cpp      one batch of logged changes
//
// Locks, in the order in which they are taken: checkpoint_mutex or refresh_mutex, then mutex, then the log's own.
// `mutex` is held for look-ups and pointer work, for writing a batch to the operating system, and for copying the live
// state of one segment at a checkpoint; never for inverting, sealing, merging or syncing.

#include <atomic>
#include <string>
#include <vector>

#include "base/mutex.hpp"
#include "engine/engine.hpp"
#include "engine/index/live/background_scheduler.hpp"
#include "engine/index/live/document_table.hpp"
#include "engine/index/live/live_authority.hpp"
#include "engine/index/live/manifest.hpp"
#include "engine/index/live/merge_policy.hpp"
#include "engine/index/live/replay.hpp"
#include "engine/index/live/snapshot_cell.hpp"
#include "engine/index/live/write_plan.hpp"
#include "engine/index/log/file_change_log.hpp"

namespace aisle::engine {

struct Index::Impl {
  explicit Impl(IndexOptions opened_with);
  ~Impl();

  // index_recovery.cpp
  Status open();
  Result<Manifest> open_checkpoint();
  Result<Manifest> load_checkpoint(const std::filesystem::path& path);
  Result<Manifest> create_new();
  Status promote(Manifest older, std::uint64_t generation, const std::string& why);
  Status replay(std::uint64_t from);
  Status go_on_from(std::uint64_t next);

  // index_replay.cpp
  void replay_batch(const ReplayBatch& batch, ReplayTurns& turns);
  void replay_commit(const LogOperation& operation, const ReplayRecord& record, std::optional<DocId> inverted,
                     WriteBuffer& buffer) AISLE_REQUIRES(mutex);

  // index_apply.cpp
  WriteReport apply(std::vector<WriteOperation> operations);
  std::shared_ptr<WriteBuffer> acquire_buffer() AISLE_EXCLUDES(mutex);
  void release_buffer(const std::shared_ptr<WriteBuffer>& buffer) AISLE_EXCLUDES(mutex);
  void seal_if_queued(const std::shared_ptr<WriteBuffer>& buffer) AISLE_EXCLUDES(mutex);
  void commit(const WriteOperation& operation, const PlannedWrite& planned, LogLocation at, WriteBuffer* buffer)
      AISLE_REQUIRES(mutex);
  void note_change(bool needs_refresh) AISLE_REQUIRES(mutex);

  // index_authority.cpp
  void enforce_authority(std::span<const std::string_view> ids) AISLE_EXCLUDES(mutex);
  void enforce_authority(std::string_view id) AISLE_REQUIRES(mutex);
  std::vector<LiveChange> with_authority(std::string_view id, std::vector<LiveChange> values) AISLE_REQUIRES(mutex);

  // index_refresh.cpp
  Status refresh() AISLE_EXCLUDES(mutex);
  void seal_buffers() AISLE_EXCLUDES(mutex);
  void seal_and_install(const std::shared_ptr<WriteBuffer>& buffer, unsigned threads) AISLE_EXCLUDES(mutex);
  std::unique_ptr<SegmentBuilder> take_spare_builder() AISLE_REQUIRES(mutex);
  void keep_spare_builder(std::unique_ptr<SegmentBuilder> builder) AISLE_REQUIRES(mutex);
  void drop_unused_builders() AISLE_EXCLUDES(mutex);
  bool publish() AISLE_REQUIRES(mutex);
  void publish_snapshot() AISLE_REQUIRES(mutex);
  void when_refreshed(std::function<void()> callback);
  void arm_refresh() AISLE_REQUIRES(mutex);

  // index_merge.cpp
  using MergeChooser = std::function<std::optional<MergeRun>(std::span<const MergeCandidate>)>;
  bool merge_once(const MergeChooser& choose, unsigned threads) AISLE_EXCLUDES(mutex);
  Status force_merge(std::uint32_t most_segments);
  void schedule_merge() AISLE_REQUIRES(mutex);

  // index_checkpoint.cpp
  Status checkpoint() AISLE_EXCLUDES(mutex);
  Result<ManifestSegment> save_segment(SegmentState& state, std::uint64_t generation) AISLE_EXCLUDES(mutex);
  void schedule_checkpoint() AISLE_REQUIRES(mutex);

  // index.cpp
  std::optional<StoredDocument> get(std::string_view id) const;
  void set_schema(std::shared_ptr<const Schema> wider);
  Status close();

  // Constant after opening.
  const IndexOptions options;
  IndexUuid uuid{};
  RecoveryReport recovery;
  std::unique_ptr<FileChangeLog> log;

  SnapshotCell snapshot;
  Mutex checkpoint_mutex;
  Mutex refresh_mutex;

  mutable Mutex mutex;
  CondVar changed;  ///< a buffer, a merge or a refresh changed its state
  DocumentTable table AISLE_GUARDED_BY(mutex);
  std::vector<std::unique_ptr<SegmentBuilder>> spare_builders AISLE_GUARDED_BY(mutex);  ///< empty, memory kept
  bool builders_used AISLE_GUARDED_BY(mutex) = false;  ///< a spare one was taken since their use was last looked at
  bool builder_check_armed AISLE_GUARDED_BY(mutex) = false;
  std::shared_ptr<const Schema> schema AISLE_GUARDED_BY(mutex);
  std::shared_ptr<const LiveAuthority> authority AISLE_GUARDED_BY(mutex);
  std::vector<LiveChange> authority_values AISLE_GUARDED_BY(mutex);  ///< of one document; its memory is kept
  std::uint64_t next_segment_id AISLE_GUARDED_BY(mutex) = 1;
  std::uint64_t next_order AISLE_GUARDED_BY(mutex) = 0;
  std::uint64_t snapshot_generation AISLE_GUARDED_BY(mutex) = 0;
  bool snapshot_outdated AISLE_GUARDED_BY(mutex) = false;  ///< the set of segments or the schema changed
  bool dirty AISLE_GUARDED_BY(mutex) = false;              ///< something was applied since the last refresh
  bool refreshing AISLE_GUARDED_BY(mutex) = false;
  bool refresh_armed AISLE_GUARDED_BY(mutex) = false;
  bool merging AISLE_GUARDED_BY(mutex) = false;
  bool merge_scheduled AISLE_GUARDED_BY(mutex) = false;
  bool checkpoint_scheduled AISLE_GUARDED_BY(mutex) = false;
  bool closed AISLE_GUARDED_BY(mutex) = false;
  std::int64_t refresh_interval_ms AISLE_GUARDED_BY(mutex) = 0;
  std::vector<std::function<void()>> refresh_listeners AISLE_GUARDED_BY(mutex);
  IndexStatistics counters AISLE_GUARDED_BY(mutex);  ///< only what is counted, not what is looked up

  Manifest last_checkpoint AISLE_GUARDED_BY(checkpoint_mutex);

  TaskGroup tasks;  ///< last, so that its work ends before anything else goes
};

}  // namespace aisle::engine
