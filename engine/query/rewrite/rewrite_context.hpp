#pragma once
// What rewriting one query against one snapshot needs to know and counts as it goes.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/query/plan/term_plan.hpp"
#include "engine/query/scoring/bm25.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::engine {

/// Lives for one rewriting; not thread-safe. The snapshot must outlive it.
class RewriteContext {
 public:
  RewriteContext(const Snapshot& snapshot, const SearchLimits& limits, EpochMillis now_ms)
      : snapshot_(snapshot), limits_(limits), now_ms_(now_ms) {}

  const Snapshot& snapshot() const { return snapshot_; }
  const Schema& schema() const { return snapshot_.schema(); }
  EpochMillis now_ms() const { return now_ms_; }

  /// Counts leaf clauses against the limit. Error: "too_many_clauses".
  Status count_clauses(std::uint64_t clauses);

  /// Finds a term in every segment.
  ResolvedTerm resolve(FieldId field, std::string_view term) const;
  const CollectionStatistics& statistics(FieldId field);
  /// The weight of a term with this many documents. `doc_freq` may be blended from several fields or terms.
  TermWeight weight(const Field& field, std::uint64_t doc_freq, float boost);
  TermWeight weight_of_idf(const Field& field, float idf, float boost);
  float idf(FieldId field, std::uint64_t doc_freq);

 private:
  struct FieldScoring {
    CollectionStatistics statistics;
    std::shared_ptr<const Bm25Norms> norms;
  };
  FieldScoring& scoring(FieldId field);

  const Snapshot& snapshot_;
  SearchLimits limits_;
  EpochMillis now_ms_;
  std::uint64_t clauses_ = 0;
  boost::unordered_flat_map<std::uint32_t, FieldScoring> scoring_;
};

}  // namespace aisle::engine
