// A checkpoint while writers go on.
//
// After the buffers were sealed, every change below `replay_from` (the oldest change still in a newer buffer, or the
// next one) is in some segment. Segments are then saved one by one as they are at that moment, so they may already hold
// changes from `replay_from` on. Replay is made for that: a record carries the version and number that it led to, and
// is passed over where the document (or its tombstone) is already that new. Such changes may be half in (an old copy
// deleted, the new one only in the log), so the log is synced up to them before the manifest counts.

#include <algorithm>
#include <utility>

#include "base/bytes.hpp"
#include "base/mapped_file.hpp"
#include "engine/index/live/index_impl.hpp"
#include "engine/index/live/segment_files.hpp"

namespace aisle::engine {

namespace {
constexpr std::chrono::seconds kRetryPause{10};
}  // namespace

Result<ManifestSegment> Index::Impl::save_segment(SegmentState& state, std::uint64_t generation) {
  ManifestSegment entry;
  std::vector<std::byte> live_state;
  std::uint64_t changes = 0;
  {
    MutexLock lock(mutex);
    if (state.is_saved()) return state.saved();
    entry = state.saved();
    changes = state.changes();
    if (changes != 0) live_state = encode_live_state(*state.segment(), state.live_words());
  }
  if (entry.image_bytes == 0) {
    const auto image = state.segment()->image_bytes();
    const auto path = segment_path(options.directory, state.segment()->id());
    if (Status written = replace_file(path, image); !written) return std::move(written).error();
    entry.id = state.segment()->id();
    entry.doc_count = state.doc_count();
    entry.image_bytes = image.size();
  }
  if (!live_state.empty()) {
    const auto path = live_state_path(options.directory, entry.id, generation);
    if (Status written = replace_file(path, live_state); !written) return std::move(written).error();
    entry.live_generation = generation;
    entry.live_bytes = live_state.size();
    entry.live_checksum = load<std::uint64_t>(live_state.data() + live_state.size() - 8);
  }
  MutexLock lock(mutex);
  state.set_saved(entry, changes);
  return entry;
}

Status Index::Impl::checkpoint() {
  MutexLock serial(checkpoint_mutex);
  seal_buffers();
  Manifest manifest{.uuid = uuid, .generation = last_checkpoint.generation + 1};
  std::vector<std::shared_ptr<SegmentState>> states;
  {
    MutexLock lock(mutex);
    states = table.segments;
    std::erase_if(states, [](const auto& each) { return each->live_count() == 0; });
    manifest.replay_from = table.first_unsealed_sequence_number(log->next_sequence_number());
    table.tombstones.for_each([&](const std::string& id, const Tombstone& tombstone) {
      manifest.tombstones.push_back({id, tombstone.version, tombstone.sequence_number});
    });
    const bool unchanged = manifest.replay_from == last_checkpoint.replay_from && log->size_bytes() == 0 &&
                           std::ranges::all_of(states, [](const auto& each) { return each->is_saved(); }) &&
                           states.size() == last_checkpoint.segments.size();
    if (unchanged) return {};
  }
  for (const auto& state : states) {
    auto entry = save_segment(*state, manifest.generation);
    if (!entry) return std::move(entry).error();
    manifest.segments.push_back(*entry);
  }
  // All their names at once, before the manifest has them.
  if (Status synced = sync_directory(options.directory); !synced) return synced;
  {
    MutexLock lock(mutex);
    manifest.next_sequence_number = log->next_sequence_number();
    manifest.next_segment_id = next_segment_id;
  }
  if (Status synced = log->sync(manifest.next_sequence_number); !synced) return synced;
  const auto path = manifest_path(options.directory, manifest.generation);
  if (Status written = write_file_atomically(path, encode(manifest)); !written) return written;
  remove_obsolete_files(options.directory, manifest);
  Status dropped = log->drop_before(manifest.replay_from);
  last_checkpoint = std::move(manifest);
  MutexLock lock(mutex);
  ++counters.checkpoints;
  return dropped;
}

void Index::Impl::schedule_checkpoint() {
  if (checkpoint_scheduled || closed || !tasks.runs()) return;
  checkpoint_scheduled = true;
  tasks.post(Lane::checkpoint, [this] {
    if (checkpoint()) {
      MutexLock lock(mutex);
      checkpoint_scheduled = false;
      return;
    }
    // The old checkpoint and the log still hold everything; a change after a pause tries again.
    tasks.post_after(Lane::checkpoint, kRetryPause, [this] {
      MutexLock lock(mutex);
      checkpoint_scheduled = false;
    });
  });
}

}  // namespace aisle::engine
