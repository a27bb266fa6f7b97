#include <algorithm>
#include <utility>

#include "engine/index/live/index_impl.hpp"
#include "engine/index/segment/parallel_sections.hpp"

namespace aisle::engine {

namespace {
/// More waiters than this force a refresh (Elasticsearch's max_refresh_listeners).
constexpr std::size_t kMostRefreshListeners = 1'000;
/// Memory of builders is kept for the next buffers while a load goes on, and given back after so long without one.
constexpr std::chrono::seconds kSpareBuilderRest{5};

/// Of a buffer that somebody waits for; for little a thread costs more than it saves.
unsigned threads_to_seal(const WriteBuffer& buffer) {
  constexpr std::size_t kMuch = std::size_t{8} << 20;
  return buffer.memory_bytes() < kMuch ? 1 : threads_for_waiting_work();
}
}  // namespace

Status Index::Impl::refresh() {
  std::vector<std::function<void()>> listeners;
  {
    MutexLock serial(refresh_mutex);
    bool needed = false;
    {
      MutexLock lock(mutex);
      listeners.swap(refresh_listeners);
      needed = dirty || snapshot_outdated;
      dirty = false;
      refreshing = needed;
    }
    if (needed) {
      seal_buffers();
      MutexLock lock(mutex);
      table.tombstones.forget_older_than(std::chrono::milliseconds(options.tombstone_retention_ms));
      if (publish()) ++counters.refreshes;
      refreshing = false;
      schedule_merge();
    }
  }
  for (auto& listener : listeners) listener();
  return {};
}

/// Seals what the buffers hold now. Writers go on in new buffers meanwhile; those in use are waited for.
void Index::Impl::seal_buffers() {
  MutexLock lock(mutex);
  std::vector<std::shared_ptr<WriteBuffer>> waited_for;
  for (const auto& buffer : table.buffers) {
    if (buffer->state == WriteBuffer::State::idle && buffer->doc_count() == 0) continue;
    buffer->retired = true;
    waited_for.push_back(buffer);
  }
  for (const auto& buffer : waited_for) {
    while (buffer->state == WriteBuffer::State::in_use) changed.wait(mutex);
    if (buffer->state != WriteBuffer::State::sealing) {
      buffer->state = WriteBuffer::State::sealing;  // also where it is queued: the background may have stopped
      mutex.unlock();
      seal_and_install(buffer, threads_to_seal(*buffer));
      mutex.lock();
    }
    while (std::ranges::find(table.buffers, buffer) != table.buffers.end()) changed.wait(mutex);
  }
}

/// REQUIRES: the buffer's state is `sealing` by the caller's doing.
void Index::Impl::seal_and_install(const std::shared_ptr<WriteBuffer>& buffer, unsigned threads) {
  bool has_documents = false;
  {
    MutexLock lock(mutex);
    has_documents = buffer->live_count() > 0;
  }
  std::shared_ptr<Segment> segment = has_documents ? buffer->seal(threads) : nullptr;
  std::unique_ptr<SegmentBuilder> builder = buffer->take_builder();
  if (tasks.runs()) {
    builder->clear();
  } else {
    builder.reset();
  }
  MutexLock lock(mutex);
  if (segment) {
    if (buffer->schema() != schema) segment = segment->with_schema(*schema);
    table.add_segment(buffer->make_state(std::move(segment)));
  }
  table.remove_buffer(buffer.get());
  if (builder) keep_spare_builder(std::move(builder));
  changed.notify_all();
  schedule_merge();
}

std::unique_ptr<SegmentBuilder> Index::Impl::take_spare_builder() {
  if (spare_builders.empty()) return nullptr;
  std::unique_ptr<SegmentBuilder> builder = std::move(spare_builders.back());
  spare_builders.pop_back();
  builders_used = true;
  return builder;
}

void Index::Impl::keep_spare_builder(std::unique_ptr<SegmentBuilder> builder) {
  if (closed || spare_builders.size() > std::max<std::size_t>(options.max_indexing_buffers, 1)) return;
  spare_builders.push_back(std::move(builder));
  if (builder_check_armed) return;
  builder_check_armed = true;
  tasks.post_after(Lane::refresh, kSpareBuilderRest, [this] { drop_unused_builders(); });
}

void Index::Impl::drop_unused_builders() {
  std::vector<std::unique_ptr<SegmentBuilder>> dropped;  // freed without the lock
  MutexLock lock(mutex);
  if (!builders_used || closed) {
    dropped.swap(spare_builders);
    builder_check_armed = false;
    return;
  }
  builders_used = false;
  tasks.post_after(Lane::refresh, kSpareBuilderRest, [this] { drop_unused_builders(); });
}

bool Index::Impl::publish() {
  bool visible = snapshot_outdated;
  for (const auto& state : table.segments) visible |= state->publish();
  std::erase_if(table.segments, [](const auto& state) { return state->live_count() == 0 && !state->is_merging(); });
  if (visible) publish_snapshot();
  return visible;
}

void Index::Impl::publish_snapshot() {
  std::vector<SegmentView> views;
  std::uint32_t base = 0;
  for (const auto& state : table.segments) {
    if (!state->is_published()) continue;
    views.push_back(state->view());
    views.back().doc_base = base;
    base += state->doc_count();
  }
  snapshot_outdated = false;
  snapshot.set(std::make_shared<const Snapshot>(std::move(views), schema, ++snapshot_generation));
}

void Index::Impl::when_refreshed(std::function<void()> callback) {
  bool force = false;
  {
    MutexLock lock(mutex);
    if (dirty || refreshing) {
      refresh_listeners.push_back(std::move(callback));
      dirty = true;
      force = refresh_interval_ms < 0 || !tasks.runs() || refresh_listeners.size() > kMostRefreshListeners;
      if (!force) arm_refresh();
      callback = nullptr;
    }
  }
  if (callback) return callback();
  if (!force) return;
  if (tasks.runs()) {
    tasks.post(Lane::refresh, [this] { (void)refresh(); });
  } else {
    (void)refresh();
  }
}

void Index::Impl::arm_refresh() {
  if (refresh_armed || refresh_interval_ms < 0 || !tasks.runs() || closed) return;
  refresh_armed = true;
  tasks.post_after(Lane::refresh, std::chrono::milliseconds(refresh_interval_ms), [this] {
    {
      MutexLock lock(mutex);
      refresh_armed = false;
    }
    (void)refresh();
  });
}

}  // namespace aisle::engine
