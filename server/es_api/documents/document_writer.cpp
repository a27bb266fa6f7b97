#include "server/es_api/documents/document_writer.hpp"

#include <utility>

#include "loaders/mapping/source_merge.hpp"
#include "server/es_api/documents/live_update.hpp"
#include "server/es_api/documents/rendered_source.hpp"
#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::size_t kMaxIdBytes = 512;

Error document_missing(const std::string& id) {
  return {ErrorCode::not_found, "[" + id + "]: document missing", "document_missing", id};
}

void take_outcome(const engine::WriteOutcome& outcome, WriteResult& result) {
  constexpr std::string_view kWords[] = {"created", "updated", "deleted", "not_found"};
  result.result = std::string(kWords[static_cast<std::size_t>(outcome.kind)]);
  result.version = outcome.version;
  result.sequence_number = outcome.sequence_number;
  result.status = outcome.kind == engine::WriteOutcome::Kind::created ? 201 : outcome.kind == engine::WriteOutcome::Kind::not_found ? 404 : 200;
}

}  // namespace

void DocumentWriter::fail(std::size_t slot, Error error) {
  results_[slot].status = es_error(error).status;
  results_[slot].error = std::move(error);
}

Result<DocumentWriter::Batch*> DocumentWriter::batch_for(const BulkAction& action) {
  auto known = targets_.find(action.index);
  if (known == targets_.end()) {
    if (action.index.empty()) return Error{ErrorCode::invalid_argument, "Validation Failed: 1: index is missing;", "action_request_validation"};
    if (action.require_alias && !registry_.is_alias(action.index)) {
      return Error{ErrorCode::not_found, "no such index [" + action.index + "] and [require_alias] request flag is [true] and [" + action.index + "] is not an alias",
                   "index_not_found", action.index};
    }
    auto index = registry_.write_target(action.index, action.kind != BulkKind::delete_);
    if (!index) return std::move(index).error();
    Batch& batch = batches_[(*index)->name()];
    batch.index = *index;
    known = targets_.emplace(action.index, (*index)->name()).first;
  }
  Batch& batch = batches_[known->second];
  if (batch.engine == nullptr) batch.engine = batch.index->state()->index;
  if (batch.engine == nullptr) return index_closed(batch.index->name(), batch.index->uuid());
  return &batch;
}

void DocumentWriter::add(const BulkAction& action) {
  const std::size_t slot = results_.size();
  WriteResult& result = results_.emplace_back();
  result.kind = action.kind;
  result.index = action.index;
  result.id = action.id;
  if (action.has_empty_id) {
    return fail(slot, illegal_argument("if _id is specified it must not be empty"));
  }
  if (action.id.size() > kMaxIdBytes) {
    return fail(slot, illegal_argument("id is too long, must be no longer than 512 bytes but was: " + std::to_string(action.id.size())));
  }
  if (!action.pipeline.empty() && action.pipeline != "_none") {
    return fail(slot, illegal_argument("pipeline with id [" + action.pipeline + "] does not exist"));
  }
  auto batch = batch_for(action);
  if (!batch) return fail(slot, std::move(batch).error());
  result.index = (*batch)->index->name();
  result.index_uuid = (*batch)->index->uuid();
  switch (action.kind) {
    case BulkKind::index:
    case BulkKind::create: return add_index(**batch, action, slot);
    case BulkKind::update: return update(**batch, action, slot);
    case BulkKind::delete_:
      if (action.id.empty()) return fail(slot, Error{ErrorCode::invalid_argument, "Validation Failed: 1: id is missing;", "action_request_validation"});
      (*batch)->operations.push_back(engine::DeleteOperation{action.id, action.condition});
      (*batch)->slots.push_back(slot);
  }
}

void DocumentWriter::add_index(Batch& batch, const BulkAction& action, std::size_t slot) {
  engine::IndexOperation operation;
  operation.must_be_new = action.kind == BulkKind::create || action.id.empty();
  operation.condition = action.condition;
  if (action.id.empty()) results_[slot].id = random_uuid().substr(0, 20);
  auto document = batch.index->parse_document(results_[slot].id, loaders::DocumentParser::padded(action.source));
  if (!document) return fail(slot, std::move(document).error());
  operation.document = std::move(*document);
  batch.operations.push_back(std::move(operation));
  batch.slots.push_back(slot);
  if (batch.operations.size() >= kBatchOperations) flush(batch);
}

void DocumentWriter::flush(Batch& batch) {
  if (batch.operations.empty()) return;
  engine::WriteReport report = batch.engine->apply(std::exchange(batch.operations, {}));
  batch.log_position = std::max(batch.log_position, report.log_position);
  for (std::size_t i = 0; i < report.items.size() && i < batch.slots.size(); ++i) {
    if (report.items[i]) {
      WriteResult& result = results_[batch.slots[i]];
      take_outcome(*report.items[i], result);
      if (result.result == "deleted") result.warning = registry_.notice_of_deletion(result.index, result.id);
    } else {
      fail(batch.slots[i], report.items[i].error());
    }
  }
  batch.slots.clear();
}

void DocumentWriter::flush() {
  for (auto& [name, batch] : batches_) flush(batch);
}

bool DocumentWriter::apply_now(Batch& batch, engine::WriteOperation operation, std::size_t slot) {
  std::vector<engine::WriteOperation> one;
  one.push_back(std::move(operation));
  engine::WriteReport report = batch.engine->apply(std::move(one));
  batch.log_position = std::max(batch.log_position, report.log_position);
  if (report.items.empty()) {
    fail(slot, Error{ErrorCode::internal, "the write was not answered"});
    return true;
  }
  if (report.items.front()) {
    take_outcome(*report.items.front(), results_[slot]);
    return true;
  }
  const Error& error = report.items.front().error();
  fail(slot, error);
  return error.kind != "version_conflict";
}

bool DocumentWriter::write_whole(Batch& batch, const BulkAction& action, std::string source, engine::WriteCondition condition, bool must_be_new,
                                 std::size_t slot) {
  source.reserve(source.size() + loaders::DocumentParser::kSourcePadding);
  auto document = batch.index->parse_document(action.id, std::move(source));
  if (!document) return fail(slot, std::move(document).error()), true;
  engine::IndexOperation operation;
  operation.document = std::move(*document);
  operation.must_be_new = must_be_new;
  operation.condition = condition;
  return apply_now(batch, std::move(operation), slot);
}

void DocumentWriter::show_source(const Batch& batch, const UpdateBody& body, const std::string& source, std::size_t slot) {
  if (!body.shows_source || results_[slot].error) return;
  results_[slot].source = source_view(*batch.index->state()->mapping, true, body.source_includes, body.source_excludes).apply(source);
}

bool DocumentWriter::try_update(Batch& batch, const BulkAction& action, const UpdateBody& body, std::size_t slot) {
  results_[slot].error.reset();
  const auto found = batch.engine->get(action.id);
  if (!found) {
    if (!body.doc_as_upsert && !body.upsert) return fail(slot, document_missing(action.id)), true;
    const std::string source(body.upsert && !body.doc_as_upsert ? body.upsert->raw() : body.doc->raw());
    const bool done = write_whole(batch, action, source, {}, true, slot);
    show_source(batch, body, source, slot);
    return done;
  }
  const auto mapping = batch.index->state()->mapping;
  engine::WriteCondition condition = action.condition;
  if (condition.if_sequence_number && *condition.if_sequence_number != found->sequence_number) {
    fail(slot, Error{ErrorCode::conflict, "[" + action.id + "]: version conflict, required seqNo [" + std::to_string(*condition.if_sequence_number) +
                     "], primary term [" + std::to_string(condition.if_primary_term.value_or(1)) + "]. current document has seqNo [" +
                     std::to_string(found->sequence_number) + "] and primary term [1]", "version_conflict", action.id});
    return true;
  }
  condition.if_sequence_number = found->sequence_number;
  condition.if_primary_term = 1;
  auto merged = loaders::merge_source(current_source(*mapping, found->source, found->live_changes), *body.doc);
  if (!merged) return fail(slot, std::move(merged).error()), true;
  if (!merged->changed && body.detect_noop) {
    WriteResult& result = results_[slot];
    result.result = "noop";
    result.status = 200;
    result.version = found->version;
    result.sequence_number = found->sequence_number;
    show_source(batch, body, merged->source, slot);
    return true;
  }
  bool done = false;
  if (auto live = live_update_of(*mapping, action.id, *body.doc)) {
    live->condition = action.condition;
    done = apply_now(batch, std::move(*live), slot);
  } else {
    done = write_whole(batch, action, merged->source, condition, false, slot);
  }
  show_source(batch, body, merged->source, slot);
  return done;
}

void DocumentWriter::update(Batch& batch, const BulkAction& action, std::size_t slot) {
  if (action.id.empty()) return fail(slot, Error{ErrorCode::invalid_argument, "Validation Failed: 1: id is missing;", "action_request_validation"});
  auto body = UpdateBody::read(action.source);
  if (!body) return fail(slot, std::move(body).error());
  flush(batch);  // it must see what came before it
  for (std::uint32_t attempt = 0; attempt <= action.retry_on_conflict; ++attempt) {
    if (try_update(batch, action, *body, slot)) return;
  }
}

std::vector<DocumentWriter::Touched> DocumentWriter::touched() const {
  std::vector<Touched> all;
  for (const auto& [name, batch] : batches_) {
    if (batch.engine != nullptr) all.push_back({batch.index, batch.engine, batch.log_position});
  }
  return all;
}

void add_warnings(const std::vector<WriteResult>& results, http::Response& response) {
  constexpr std::size_t kMost = 10;
  std::size_t written = 0;
  for (const WriteResult& result : results) {
    if (!result.warning || written++ >= kMost) continue;
    std::string text;
    for (const char c : *result.warning) {
      const bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
      text += plain ? c : '?';
    }
    response.headers.emplace_back("Warning", "299 Aisle \"" + text + "\"");
  }
}

void write_result_members(JsonWriter& writer, const WriteResult& result, bool forced_refresh) {
  writer.field("_index", result.index).field("_id", result.id).field("_version", result.version).field("result", result.result);
  if (forced_refresh && result.result != "noop") writer.field("forced_refresh", true);
  const int shards = result.result == "noop" ? 0 : 1;
  writer.key("_shards").begin_object().field("total", shards).field("successful", shards).field("failed", 0).end_object();
  writer.field("_seq_no", result.sequence_number).field("_primary_term", 1);
  if (result.source) writer.key("get").begin_object().field("found", true).key("_source").raw(*result.source).end_object();
}

}  // namespace aisle::server::es_api
