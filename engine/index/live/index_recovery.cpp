// Opening an index: the newest sound checkpoint, then the changes of the log that it does not hold.

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

#include "base/bytes.hpp"
#include "base/mapped_file.hpp"
#include "engine/index/live/index_impl.hpp"
#include "engine/index/live/replay.hpp"
#include "engine/index/live/segment_files.hpp"
#include "engine/index/log/log_file.hpp"

namespace aisle::engine {
namespace {

namespace fs = std::filesystem;

IndexUuid random_uuid() {
  std::random_device device;
  IndexUuid uuid{};
  for (std::size_t i = 0; i < uuid.size(); i += 4) {
    const std::uint32_t word = device();
    std::memcpy(uuid.data() + i, &word, sizeof word);
  }
  return uuid;
}

Error unusable(const fs::path& directory, const std::string& why) {
  return Error(ErrorCode::data_corrupt,
               "index folder [" + directory.string() + "] is damaged and was left as it is: " + why +
                   ". Restore the folder from a copy, or remove it and load the catalog again",
               "index_corrupt");
}

Result<Manifest> read_manifest(const fs::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  auto manifest = decode_manifest(file->bytes());
  if (!manifest) return Error(ErrorCode::data_corrupt, "[" + path.string() + "]: " + manifest.error().message);
  return manifest;
}

/// True when some log file begins at or before `position`, or nothing was ever logged past it.
bool log_reaches(const fs::path& directory, std::uint64_t position) {
  const auto files = list_log_files(directory);
  return !files.empty() && files.begin()->first <= position;
}

}  // namespace

Status Index::Impl::open() {
  std::error_code failed;
  fs::create_directories(options.directory, failed);
  if (failed) return storage_error("create", options.directory, failed.value());
  auto manifest = open_checkpoint();
  if (!manifest) return std::move(manifest).error();
  uuid = manifest->uuid;
  LogRecovery log_recovery;
  auto opened = FileChangeLog::open({.directory = options.directory,
                                     .uuid = uuid,
                                     .file_bytes = options.log_file_bytes,
                                     .sync_interval_ms = options.sync_interval_ms,
                                     .sync_each_request = options.durability == Durability::request},
                                    manifest->replay_from, &tasks, log_recovery);
  if (!opened) return std::move(opened).error();
  log = std::move(*opened);
  std::ranges::move(log_recovery.problems, std::back_inserter(recovery.problems));
  if (Status replayed = replay(manifest->replay_from); !replayed) return replayed;
  const std::uint64_t next = manifest->next_sequence_number;
  {
    MutexLock serial(checkpoint_mutex);
    last_checkpoint = std::move(*manifest);
    remove_obsolete_files(options.directory, last_checkpoint);
  }
  {
    MutexLock lock(mutex);
    dirty = snapshot_outdated = true;
  }
  if (log->next_sequence_number() < next) {
    if (Status renumbered = go_on_from(next); !renumbered) return renumbered;
  }
  return refresh();
}

/// The log lost changes that the checkpoint already counted. Their numbers are in its documents, so they must not be
/// given out again; a new checkpoint closes the gap.
Status Index::Impl::go_on_from(std::uint64_t next) {
  recovery.problems.push_back("the log of [" + options.directory.string() + "] ends at change " +
                              std::to_string(log->next_sequence_number()) + ", the checkpoint counted " +
                              std::to_string(next) + ": what lay between is lost where the checkpoint does not hold it");
  if (Status skipped = log->skip_to(next); !skipped) return skipped;
  return checkpoint();
}

Result<Manifest> Index::Impl::open_checkpoint() {
  const auto manifests = list_manifests(options.directory);
  if (manifests.empty()) return create_new();
  std::string why;
  for (auto it = manifests.rbegin(); it != manifests.rend(); ++it) {
    auto manifest = load_checkpoint(it->second);
    const bool newest = it == manifests.rbegin();
    if (manifest && (newest || log_reaches(options.directory, manifest->replay_from))) {
      if (!newest) {
        if (Status promoted = promote(*manifest, manifests.rbegin()->first, why); !promoted) {
          return std::move(promoted).error();
        }
        manifest->generation = manifests.rbegin()->first;
      }
      return manifest;
    }
    if (why.empty() && !manifest) why = manifest.error().message;
  }
  return unusable(options.directory, why);
}

/// Puts an older checkpoint in the place of the damaged newest one, which is kept aside.
Status Index::Impl::promote(Manifest older, std::uint64_t generation, const std::string& why) {
  const auto damaged = manifest_path(options.directory, generation);
  recovery.problems.push_back(why + "; checkpoint " + std::to_string(older.generation) +
                              " and the log since then were used instead");
  std::error_code failed;
  fs::rename(damaged, damaged.string() + ".damaged", failed);
  if (failed) return storage_error("rename", damaged, failed.value());
  older.generation = generation;
  return write_file_atomically(manifest_path(options.directory, generation), encode(older));
}

Result<Manifest> Index::Impl::create_new() {
  const auto logs = list_log_files(options.directory);
  if (!logs.empty()) {
    return unusable(options.directory, "it holds a log [" + logs.begin()->second.string() + "] but no manifest");
  }
  Manifest manifest{.uuid = random_uuid(), .generation = 1};
  const auto path = manifest_path(options.directory, manifest.generation);
  if (Status written = write_file_atomically(path, encode(manifest)); !written) return std::move(written).error();
  return manifest;
}

Result<Manifest> Index::Impl::load_checkpoint(const fs::path& path) {
  auto manifest = read_manifest(path);
  if (!manifest) return manifest;
  DocumentTable loaded;
  std::uint64_t order = 0;
  for (const ManifestSegment& entry : manifest->segments) {
    auto opened = open_segment_files(options.directory, entry, *options.schema);
    if (!opened) return std::move(opened).error();
    auto state = std::make_shared<SegmentState>(opened->segment, order++, std::move(opened->live_words));
    state->set_saved(entry, 0);
    loaded.segments.push_back(std::move(state));
  }
  for (const ManifestTombstone& tombstone : manifest->tombstones) {
    loaded.tombstones.record(tombstone.id, tombstone.version, tombstone.sequence_number);
  }
  MutexLock lock(mutex);
  table = std::move(loaded);
  next_order = order;
  next_segment_id = manifest->next_segment_id;
  recovery.segments_mapped = table.segments.size();
  return manifest;
}

Status Index::Impl::replay(std::uint64_t from) {
  const std::size_t workers = options.background_work ? std::max(1u, options.max_indexing_buffers) : 0;
  std::optional<Error> broken;
  {
    ReplayPipeline pipeline(workers, [this](const ReplayBatch& batch, ReplayTurns& turns) { replay_batch(batch, turns); });
    Status read = log->read_from(from, [&](const LogRecord& record, const LogLocation& location) {
      pipeline.add({record.type, record.sequence_number, {record.payload.begin(), record.payload.end()}, location});
      return true;
    });
    if (!read) broken = read.error();
  }
  if (broken) return *broken;
  return {};
}

}  // namespace aisle::engine
