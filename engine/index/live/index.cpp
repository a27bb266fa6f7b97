#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <utility>

#include "engine/index/live/index_impl.hpp"
#include "engine/index/live/live_values_access.hpp"

namespace aisle::engine {

Index::Impl::Impl(IndexOptions opened_with)
    : options(std::move(opened_with)),
      schema(options.schema),
      refresh_interval_ms(options.refresh_interval_ms),
      tasks(!options.background_work     ? nullptr
            : options.scheduler != nullptr ? options.scheduler
                                           : BackgroundScheduler::shared()) {}

Index::Impl::~Impl() {
  {
    MutexLock lock(mutex);
    closed = true;
    changed.notify_all();
  }
  tasks.stop();
  std::vector<std::function<void()>> waiting;
  {
    MutexLock lock(mutex);
    waiting.swap(refresh_listeners);
  }
  for (auto& callback : waiting) callback();
}

Status Index::Impl::close() {
  {
    MutexLock lock(mutex);
    if (closed) return {};
    closed = true;
    changed.notify_all();
  }
  tasks.stop();
  {
    MutexLock lock(mutex);
    while (merging) changed.wait(mutex);
  }
  Status synced = log->sync(log->next_sequence_number());
  if (Status shown = refresh(); !shown) return shown;
  Status saved = checkpoint();
  return synced ? saved : synced;
}

/// Buffers take the new schema when they are next acquired.
void Index::Impl::set_schema(std::shared_ptr<const Schema> wider) {
  MutexLock lock(mutex);
  schema = std::move(wider);
  snapshot_outdated = dirty = true;
  for (const auto& state : table.segments) state->widen(*schema);
  arm_refresh();
}

/// The lock covers finding the document; its source is read without it: from the log while it is in a buffer, which
/// another thread may be filling.
std::optional<StoredDocument> Index::Impl::get(std::string_view id) const {
  StoredDocument document;
  LogLocation logged;
  std::shared_ptr<const Segment> segment;
  DocId doc{0};
  {
    MutexLock lock(mutex);
    const auto place = table.find(id);
    if (!place) return std::nullopt;
    document.version = place->version;
    document.sequence_number = place->sequence_number;
    doc = place->doc;
    if (place->buffer != nullptr) {
      logged = place->buffer->location(doc);
      document.live_changes = place->buffer->live_changes(doc);
    } else {
      segment = place->segment->segment();
      if (segment->has_live_changes(doc)) document.live_changes = live_values_of(*segment, doc);
    }
  }
  if (segment) {
    segment->append_source(doc, document.source);
    return document;
  }
  const auto payload = log->read(logged);
  if (!payload) throw std::runtime_error("get of a document that was just written: " + payload.error().message);
  const auto operation = decode_log_operation(static_cast<std::uint32_t>(LogOperationType::index), *payload);
  assert(operation && "a record that the index wrote and checked decodes");
  document.source = operation->source;
  return document;
}

Index::Index(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Index::~Index() = default;

Result<std::unique_ptr<Index>> Index::open(IndexOptions options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  if (Status opened = impl->open(); !opened) return std::move(opened).error();
  return std::unique_ptr<Index>(new Index(std::move(impl)));
}

const RecoveryReport& Index::recovery() const { return impl_->recovery; }

WriteReport Index::apply(std::vector<WriteOperation> operations) { return impl_->apply(std::move(operations)); }

void Index::when_durable(std::uint64_t log_position, std::function<void(Status)> callback) {
  impl_->log->when_durable(log_position, std::move(callback));
}

Status Index::wait_durable(std::uint64_t log_position) { return impl_->log->wait_durable(log_position); }

Status Index::refresh() { return impl_->refresh(); }

void Index::when_refreshed(std::function<void()> callback) { impl_->when_refreshed(std::move(callback)); }

std::shared_ptr<const Snapshot> Index::snapshot() const { return impl_->snapshot.get(); }

Status Index::checkpoint() { return impl_->checkpoint(); }

Status Index::force_merge(std::uint32_t max_segments) { return impl_->force_merge(max_segments); }

Status Index::close() { return impl_->close(); }

void Index::set_schema(std::shared_ptr<const Schema> schema) { impl_->set_schema(std::move(schema)); }

std::optional<StoredDocument> Index::get(std::string_view id) const { return impl_->get(id); }

void Index::set_authority(std::shared_ptr<const LiveAuthority> authority) {
  MutexLock lock(impl_->mutex);
  impl_->authority = std::move(authority);
}

void Index::enforce_authority(std::span<const std::string_view> ids) { impl_->enforce_authority(ids); }

std::shared_ptr<const Schema> Index::schema() const {
  MutexLock lock(impl_->mutex);
  return impl_->schema;
}

void Index::set_refresh_interval(std::int64_t interval_ms) {
  MutexLock lock(impl_->mutex);
  impl_->refresh_interval_ms = interval_ms;
  impl_->refresh_armed = false;
  if (impl_->dirty) impl_->arm_refresh();
}

void Index::set_durability(Durability durability) {
  impl_->log->set_sync_each_request(durability == Durability::request);
}

IndexStatistics Index::statistics() const {
  MutexLock lock(impl_->mutex);
  IndexStatistics statistics = impl_->counters;
  for (const auto& buffer : impl_->table.buffers) statistics.buffered_docs += buffer->live_count();
  for (const auto& state : impl_->table.segments) {
    if (!state->is_published()) {
      statistics.buffered_docs += state->live_count();
      continue;
    }
    statistics.live_docs += state->view().live_count;
    statistics.deleted_docs += state->doc_count() - state->view().live_count;
    ++statistics.segments;
    statistics.segment_parts += state->segment()->memory_parts();
  }
  statistics.segment_bytes = statistics.segment_parts.total();
  statistics.log_bytes = impl_->log->size_bytes();
  statistics.operations = impl_->log->next_sequence_number();
  return statistics;
}

}  // namespace aisle::engine
