#pragma once
// A query made ready once and run unscored over any segment: what filter aggregations and others need of matching.

#include <cstdint>
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/query/ast/query.hpp"
#include "engine/query/iterators/doc_iterator.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::engine {

/// A query rewritten against one snapshot. Immutable: iterators may be taken from any thread. Must not outlive the
/// snapshot; iterators must not outlive this.
class PreparedQuery {
 public:
  virtual ~PreparedQuery() = default;
  /// Matches in the snapshot's `segment`-th segment, without scores: ask only collect/refine(window, false), or
  /// next/advance. Deleted documents are included. Null when nothing can match there.
  virtual std::unique_ptr<DocIterator> iterator(std::uint32_t segment) const = 0;
};

/// Rewrites `query` (null: match_all). Errors are those of search().
Result<std::unique_ptr<PreparedQuery>> prepare(const QueryPtr& query, const Snapshot& snapshot,
                                               const SearchLimits& limits, EpochMillis now_ms);

}  // namespace aisle::engine
