#include "engine/index/live/write_plan.hpp"

#include <utility>

#include "engine/index/live/id_map.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint64_t kPrimaryTerm = 1;
/// Look-ups of a batch are independent, and each misses the cache once per segment.
constexpr std::size_t kPrefetchedAhead = 4;

/// What is known of an id before an operation: of the document, or of its deletion.
struct Known {
  bool exists = false;
  bool was_deleted = false;
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
  bool changed_in_batch = false;
  std::optional<DocumentPlace> place = {};
};

Error conflict(std::string_view id, std::string text, ErrorCode code = ErrorCode::conflict) {
  return Error(code, "[" + std::string(id) + "]: version conflict, " + std::move(text), "version_conflict",
               std::string(id));
}

Status check_sequence_number(std::string_view id, const WriteCondition& condition, const Known& known) {
  if (!condition.if_sequence_number && !condition.if_primary_term) return {};
  const std::uint64_t term = condition.if_primary_term.value_or(kPrimaryTerm);
  const std::uint64_t number = condition.if_sequence_number.value_or(known.sequence_number);
  if (known.exists && number == known.sequence_number && term == kPrimaryTerm) return {};
  std::string text =
      "required seqNo [" + std::to_string(number) + "], primary term [" + std::to_string(term) + "]. ";
  if (known.exists) {
    text += "current document has seqNo [" + std::to_string(known.sequence_number) + "] and primary term [" +
            std::to_string(kPrimaryTerm) + "]";
  } else {
    text += "but no document was found";
  }
  return conflict(id, std::move(text));
}

Status check_external_version(std::string_view id, const WriteCondition& condition, const Known& known) {
  if (!condition.version || (!known.exists && !known.was_deleted)) return {};
  if (known.version < *condition.version) return {};
  if (known.version == *condition.version && condition.version_may_equal) return {};
  return conflict(id, "current version [" + std::to_string(known.version) + "] is higher " +
                          (condition.version_may_equal ? "than" : "or equal to") + " the one provided [" +
                          std::to_string(*condition.version) + "]");
}

Status check(std::string_view id, const WriteCondition& condition, const Known& known) {
  if (Status status = check_sequence_number(id, condition, known); !status) return status;
  return check_external_version(id, condition, known);
}

std::uint64_t next_version(const WriteCondition& condition, const Known& known) {
  return condition.version ? *condition.version : known.version + 1;
}

Status check_live_values(const LiveUpdateOperation& update, const Schema& schema) {
  for (const auto& [field, value] : update.values) {
    if (index_of(field) >= schema.size() || !schema.field(field).live) {
      return Error(ErrorCode::invalid_argument, "[" + update.id + "]: not every field of the update is a live column",
                   "not_live", update.id);
    }
  }
  return {};
}

/// Decides one batch. Ids that occur in it are looked up once and then followed from operation to operation.
class Planner {
 public:
  Planner(const DocumentTable& table, const Schema& schema, std::uint64_t next)
      : table_(table), schema_(schema), next_(next) {}
  void expect(std::size_t operations) { known_.reserve(operations); }

  PlannedWrite plan(const IndexOperation& operation, Result<DocId> inverted) {
    if (!inverted) return {std::move(inverted).error()};
    Known& known = look_up(operation.document.id);
    PlannedWrite planned{decide(operation, known), false, *inverted};
    if (planned.outcome) finish(planned, known, true);
    return planned;
  }

  PlannedWrite plan(const DeleteOperation& operation) {
    Known& known = look_up(operation.id);
    if (Status status = check(operation.id, operation.condition, known); !status) return {std::move(status).error()};
    const auto kind = known.exists ? WriteOutcome::Kind::deleted : WriteOutcome::Kind::not_found;
    PlannedWrite planned{WriteOutcome{kind, 0, next_version(operation.condition, known)}};
    finish(planned, known, false);
    return planned;
  }

  PlannedWrite plan(const LiveUpdateOperation& operation) {
    Known& known = look_up(operation.id);
    if (Status status = check(operation.id, operation.condition, known); !status) return {std::move(status).error()};
    if (Status status = check_live_values(operation, schema_); !status) return {std::move(status).error()};
    if (!known.exists) return {WriteOutcome{WriteOutcome::Kind::not_found, 0, 0}};
    PlannedWrite planned{WriteOutcome{WriteOutcome::Kind::updated, 0, next_version(operation.condition, known)}};
    finish(planned, known, true);
    return planned;
  }

 private:
  Known& look_up(std::string_view id) {
    const auto found = known_.find(id);
    if (found != known_.end()) return found->second;
    Known known;
    if (const auto place = table_.find(id)) {
      known = {true, false, place->version, place->sequence_number, false, place};
    } else if (const auto tombstone = table_.tombstones.find(id)) {
      known = {false, true, tombstone->version, tombstone->sequence_number};
    }
    return known_.emplace(id, known).first->second;
  }

  Result<WriteOutcome> decide(const IndexOperation& operation, const Known& known) const {
    const std::string& id = operation.document.id;
    if (operation.must_be_new && known.exists) {
      return conflict(id, "document already exists (current version [" + std::to_string(known.version) + "])",
                      ErrorCode::already_exists);
    }
    if (Status status = check(id, operation.condition, known); !status) return std::move(status).error();
    const auto kind = known.exists ? WriteOutcome::Kind::updated : WriteOutcome::Kind::created;
    return WriteOutcome{kind, 0, next_version(operation.condition, known)};
  }

  void finish(PlannedWrite& planned, Known& known, bool exists) {
    planned.is_change = true;
    planned.outcome->sequence_number = next_++;
    planned.is_first_of_id = !known.changed_in_batch;
    planned.place = known.place;
    known = {exists, !exists, planned.outcome->version, planned.outcome->sequence_number, true};
  }

  const DocumentTable& table_;
  const Schema& schema_;
  std::uint64_t next_;
  boost::unordered_flat_map<std::string_view, Known, IdHash, std::equal_to<>> known_;
};

}  // namespace

std::string_view id_of(const WriteOperation& operation) {
  if (const auto* index = std::get_if<IndexOperation>(&operation)) return index->document.id;
  if (const auto* remove = std::get_if<DeleteOperation>(&operation)) return remove->id;
  return std::get<LiveUpdateOperation>(operation).id;
}

std::vector<PlannedWrite> plan_writes(std::span<const WriteOperation> operations,
                                      std::vector<std::optional<Result<DocId>>> inverted, const DocumentTable& table,
                                      const Schema& schema, std::uint64_t next_sequence_number) {
  Planner planner(table, schema, next_sequence_number);
  std::vector<PlannedWrite> plan;
  plan.reserve(operations.size());
  planner.expect(operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (i + kPrefetchedAhead < operations.size()) table.prefetch(id_of(operations[i + kPrefetchedAhead]));
    if (const auto* index = std::get_if<IndexOperation>(&operations[i])) {
      plan.push_back(planner.plan(*index, std::move(*inverted[i])));
    } else if (const auto* remove = std::get_if<DeleteOperation>(&operations[i])) {
      plan.push_back(planner.plan(*remove));
    } else {
      plan.push_back(planner.plan(std::get<LiveUpdateOperation>(operations[i])));
    }
  }
  return plan;
}

}  // namespace aisle::engine
