#pragma once
// What each operation of a batch would do, decided before anything is changed: so that a batch that the log refuses
// leaves no trace.

#include <optional>
#include <span>
#include <vector>

#include "engine/engine.hpp"
#include "engine/index/live/document_table.hpp"

namespace aisle::engine {

struct PlannedWrite {
  Result<WriteOutcome> outcome;        ///< sequence numbers of changes filled in
  bool is_change = false;              ///< takes a sequence number and a log record
  std::optional<DocId> inverted = {};  ///< index operations: where its document is in the batch's buffer
  bool is_first_of_id = false;         ///< no earlier operation of the batch changed this id: `place` holds
  std::optional<DocumentPlace> place = {};
};

/// Decides the operations in order, each seeing the ones before it; changes get the sequence numbers from
/// `next_sequence_number` on. `inverted` has one entry per operation: where its document was inverted, or why not;
/// none for operations without a document.
std::vector<PlannedWrite> plan_writes(std::span<const WriteOperation> operations,
                                      std::vector<std::optional<Result<DocId>>> inverted, const DocumentTable& table,
                                      const Schema& schema, std::uint64_t next_sequence_number);

/// The id that an operation is about.
std::string_view id_of(const WriteOperation& operation);

}  // namespace aisle::engine
