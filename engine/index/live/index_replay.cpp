// One batch of logged changes back into the index. A record says which version and number it led to, so replay decides
// nothing; it passes over what a checkpoint already holds.

#include <utility>

#include "engine/index/live/index_impl.hpp"
#include "engine/index/live/replay.hpp"

namespace aisle::engine {
namespace {

struct Prepared {
  std::optional<LogOperation> operation;
  std::optional<DocId> inverted;
};

/// A source that no longer parses keeps its document, which can be had by its id but not be found by its fields.
Document parse_again(const SourceParser& parser, const LogOperation& operation, std::string& problem) {
  auto parsed = parser.parse(operation.id, operation.source);
  if (parsed) return std::move(*parsed);
  problem = "document [" + std::string(operation.id) + "] was logged but no longer parses (" + parsed.error().message +
            "): it is kept, but only its id and source are";
  return Document{.id = std::string(operation.id), .source = std::string(operation.source)};
}

std::optional<DocId> invert_again(WriteBuffer& buffer, Document document, std::string& problem) {
  auto inverted = buffer.invert(document);
  if (inverted) return *inverted;
  problem = "document [" + document.id + "] was logged but can no longer be indexed (" + inverted.error().message +
            "): it is kept, but only its id and source are";
  document.values.clear();
  auto bare = buffer.invert(document);
  return bare ? std::optional(*bare) : std::nullopt;
}

}  // namespace

void Index::Impl::replay_batch(const ReplayBatch& batch, ReplayTurns& turns) {
  const std::shared_ptr<WriteBuffer> buffer = acquire_buffer();
  std::vector<Prepared> prepared;
  std::vector<std::string> problems;
  for (const ReplayRecord& record : batch.records) {
    Prepared each{decode_log_operation(record.type, record.payload), std::nullopt};
    std::string problem;
    if (!each.operation) {
      problem = "log record " + std::to_string(record.sequence_number) + " is sound but of no known form: passed over";
    } else if (each.operation->type == LogOperationType::index) {
      each.inverted = invert_again(*buffer, parse_again(*options.parser, *each.operation, problem), problem);
    }
    if (!problem.empty()) problems.push_back(std::move(problem));
    prepared.push_back(std::move(each));
  }
  turns.wait_for(batch.number);
  {
    MutexLock lock(mutex);
    for (std::size_t i = 0; i < prepared.size(); ++i) {
      if (!prepared[i].operation) continue;
      replay_commit(*prepared[i].operation, batch.records[i], prepared[i].inverted, *buffer);
    }
    recovery.operations_replayed += batch.records.size();
    for (std::string& problem : problems) recovery.problems.push_back(std::move(problem));
  }
  turns.done();
  release_buffer(buffer);
}

void Index::Impl::replay_commit(const LogOperation& operation, const ReplayRecord& record,
                                std::optional<DocId> inverted, WriteBuffer& buffer) {
  const auto place = table.find(operation.id);
  const auto tombstone = place ? std::nullopt : table.tombstones.find(operation.id);
  const bool known = (place && place->sequence_number >= record.sequence_number) ||
                     (tombstone && tombstone->sequence_number >= record.sequence_number);
  if (known || (operation.type == LogOperationType::index && !inverted)) {
    if (inverted) buffer.discard(*inverted);
    return;
  }
  if (operation.type == LogOperationType::live_update) {
    // Without a document, a later change that the checkpoint holds deleted it.
    if (place) table.change(*place, operation.id, operation.values, operation.version, record.sequence_number);
    return;
  }
  if (place) table.remove(*place, operation.id);
  if (operation.type == LogOperationType::remove) {
    table.tombstones.record(operation.id, operation.version, record.sequence_number);
  } else {
    table.tombstones.erase(operation.id);
    buffer.commit(*inverted, operation.id, operation.version, record.sequence_number, record.location);
  }
}

}  // namespace aisle::engine
