#pragma once
// Sort keys that need no column: _score, _doc, _id.

#include <memory>

#include "engine/query/collect/sort_key.hpp"

namespace aisle::engine {

std::unique_ptr<SortKeyPlan> make_score_key(bool descending);
/// The document's number within its snapshot.
std::unique_ptr<SortKeyPlan> make_doc_key(bool descending);
std::unique_ptr<SortKeyPlan> make_id_key(const SortKey& key);

}  // namespace aisle::engine
