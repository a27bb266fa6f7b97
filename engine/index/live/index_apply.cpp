#include <algorithm>
#include <cstring>
#include <utility>

#include "base/bytes.hpp"
#include "engine/index/live/index_impl.hpp"

namespace aisle::engine {
namespace {

/// The log records of a batch, encoded before the lock is taken; only versions are filled in later.
class EncodedBatch {
 public:
  explicit EncodedBatch(std::span<const WriteOperation> operations) {
    reserve(operations);
    for (const WriteOperation& operation : operations) {
      starts_.push_back(bytes_.size());
      const LogOperation record = to_log(operation);
      types_.push_back(static_cast<std::uint32_t>(record.type));
      encode(record, bytes_);
    }
    starts_.push_back(bytes_.size());
  }

  LogEntry entry(std::size_t i, std::uint64_t version) {
    std::memcpy(bytes_.buffer().data() + starts_[i], &version, sizeof version);
    return {types_[i], bytes_.bytes().subspan(starts_[i], starts_[i + 1] - starts_[i])};
  }

 private:
  void reserve(std::span<const WriteOperation> operations) {
    constexpr std::size_t kBesidesTexts = 32;  // more only for live updates
    std::size_t bytes = 0;
    for (const WriteOperation& operation : operations) {
      const auto* index = std::get_if<IndexOperation>(&operation);
      bytes += id_of(operation).size() + (index == nullptr ? 0 : index->document.source.size()) + kBesidesTexts;
    }
    bytes_.buffer().reserve(bytes);
    starts_.reserve(operations.size() + 1);
    types_.reserve(operations.size());
  }
  static LogOperation to_log(const WriteOperation& operation) {
    LogOperation record{.id = id_of(operation)};
    if (const auto* index = std::get_if<IndexOperation>(&operation)) {
      record.source = index->document.source;
    } else if (const auto* update = std::get_if<LiveUpdateOperation>(&operation)) {
      record.type = LogOperationType::live_update;
      record.values = update->values;
    } else {
      record.type = LogOperationType::remove;
    }
    return record;
  }

  ByteWriter bytes_;
  std::vector<std::size_t> starts_;
  std::vector<std::uint32_t> types_;
};

bool needs_refresh(const WriteOperation& operation) { return !std::holds_alternative<LiveUpdateOperation>(operation); }

std::vector<std::optional<Result<DocId>>> invert_all(std::span<const WriteOperation> operations, WriteBuffer* buffer) {
  std::vector<std::optional<Result<DocId>>> inverted(operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const auto* index = std::get_if<IndexOperation>(&operations[i]);
    if (index != nullptr) inverted[i] = buffer->invert(index->document);
  }
  return inverted;
}

WriteReport all_failed(std::size_t count, const Error& error) {
  WriteReport report;
  report.items.assign(count, Result<WriteOutcome>(error));
  return report;
}

std::vector<LogEntry> entries_of(EncodedBatch& batch, const std::vector<PlannedWrite>& plan) {
  std::vector<LogEntry> entries;
  entries.reserve(plan.size());
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan[i].is_change) entries.push_back(batch.entry(i, plan[i].outcome->version));
  }
  return entries;
}

}  // namespace

std::shared_ptr<WriteBuffer> Index::Impl::acquire_buffer() {
  const std::size_t most = std::max<std::size_t>(options.max_indexing_buffers, 1);
  MutexLock lock(mutex);
  while (!closed) {
    // The fullest first, so that one writer fills one buffer and its documents stay in order.
    std::shared_ptr<WriteBuffer> best;
    std::size_t open = 0;
    for (const auto& buffer : table.buffers) {
      const bool idle = buffer->state == WriteBuffer::State::idle;
      if (buffer->retired || (!idle && buffer->state != WriteBuffer::State::in_use)) continue;
      ++open;
      if (idle && (!best || buffer->doc_count() > best->doc_count())) best = buffer;
    }
    if (!best && open < most && table.buffers.size() < 3 * most) {
      best = std::make_shared<WriteBuffer>(schema, next_segment_id++, next_order++, take_spare_builder());
      table.buffers.push_back(best);
    }
    if (best) {
      best->state = WriteBuffer::State::in_use;
      if (best->schema() != schema) best->set_schema(schema);
      return best;
    }
    changed.wait(mutex);
  }
  return nullptr;
}

/// A full buffer of a single writer is sealed in the background, so that it keeps two processors busy. Several writers keep
/// them busy anyway: there, and while another buffer waits for the background, who filled a buffer seals it, which slows
/// writers down to what sealing keeps up with.
void Index::Impl::release_buffer(const std::shared_ptr<WriteBuffer>& buffer) {
  {
    MutexLock lock(mutex);
    buffer->state = WriteBuffer::State::idle;
    changed.notify_all();
    if (buffer->retired || buffer->memory_bytes() < options.buffer_bytes) return;
    const bool alone = std::ranges::none_of(table.buffers, [&](const auto& each) {
      return each != buffer && each->state != WriteBuffer::State::sealing && !each->retired;
    });
    buffer->state = WriteBuffer::State::queued;
    if (tasks.runs() && alone && !closed) {
      tasks.post(Lane::seal, [this, buffer] { seal_if_queued(buffer); });
      return;
    }
  }
  seal_if_queued(buffer);
}

void Index::Impl::seal_if_queued(const std::shared_ptr<WriteBuffer>& buffer) {
  {
    MutexLock lock(mutex);
    if (buffer->state != WriteBuffer::State::queued) return;
    buffer->state = WriteBuffer::State::sealing;
  }
  seal_and_install(buffer, 1);  // other threads index meanwhile
}

WriteReport Index::Impl::apply(std::vector<WriteOperation> operations) {
  const bool has_documents = std::ranges::any_of(
      operations, [](const WriteOperation& each) { return std::holds_alternative<IndexOperation>(each); });
  const std::shared_ptr<WriteBuffer> buffer = has_documents ? acquire_buffer() : nullptr;
  if (has_documents && !buffer) {
    return all_failed(operations.size(), Error(ErrorCode::unavailable, "the index is closed", "index_closed"));
  }
  EncodedBatch batch(operations);
  auto inverted = invert_all(operations, buffer.get());
  WriteReport report;
  {
    MutexLock lock(mutex);
    auto plan = plan_writes(operations, std::move(inverted), table, *schema, log->next_sequence_number());
    const auto entries = entries_of(batch, plan);
    Result<LogAppend> appended = LogAppend{};
    if (closed) {
      appended = Error(ErrorCode::unavailable, "the index is closed", "index_closed");
    } else if (!entries.empty()) {
      appended = log->append(entries);
    }
    report.items.reserve(plan.size());
    bool refresh_needed = false;
    std::size_t change = 0;
    for (std::size_t i = 0; i < plan.size(); ++i) {
      if (plan[i].is_change && appended) {
        commit(operations[i], plan[i], {appended->first.file, appended->offsets[change++]}, buffer.get());
        refresh_needed |= needs_refresh(operations[i]);
      } else {
        if (plan[i].inverted) buffer->discard(*plan[i].inverted);
        if (!appended) plan[i].outcome = appended.error();
      }
      report.items.push_back(std::move(plan[i].outcome));
    }
    report.log_position = log->next_sequence_number();
    if (change > 0) note_change(refresh_needed);
  }
  if (buffer) release_buffer(buffer);
  return report;
}

void Index::Impl::commit(const WriteOperation& operation, const PlannedWrite& planned, LogLocation at,
                         WriteBuffer* buffer) {
  const std::string_view id = id_of(operation);
  const auto place = planned.is_first_of_id ? planned.place : table.find(id);
  const auto [kind, number, version] = *planned.outcome;
  if (const auto* update = std::get_if<LiveUpdateOperation>(&operation)) {
    table.change(*place, id, with_authority(id, update->values), version, number);
    return;
  }
  if (place) table.remove(*place, id);
  if (std::holds_alternative<DeleteOperation>(operation)) {
    table.tombstones.record(id, version, number);
  } else {
    table.tombstones.erase(id);
    buffer->commit(*planned.inverted, id, version, number, std::move(at));
    enforce_authority(id);
  }
}

void Index::Impl::note_change(bool needs_refresh_now) {
  if (needs_refresh_now) {
    dirty = true;
    arm_refresh();
  }
  if (log->size_bytes() >= options.checkpoint_log_bytes) schedule_checkpoint();
}

}  // namespace aisle::engine
