#pragma once
// The documents of a category in the order of a column, kept ready: what a category page sorted by price shows.
//
// What is kept is a set of documents in order, not a page. Before each use it follows the column: each document whose
// key was changed since moves to its new place, so that a search that begins after a price was set shows it there.
// Where more was changed than the column remembers, or it took another form, the order is made anew. Deleted documents
// stay in it; each search passes over those that its own snapshot lacks.

#include <cstdint>
#include <memory>

#include "engine/index/known_matches.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/query/collect/doc_order.hpp"
#include "engine/query/collect/sort_key.hpp"

namespace aisle::engine {

/// How much of the order is wanted: some hundred documents that come first take next to no memory; all take about four
/// and a half bytes each.
enum class OrderPart : char { first = 'f', all = 'a' };

/// Null where it is not kept: the set was not sorted so often enough, or the key is not one column's. `key` is bound to
/// the view. What is returned does not change. Any thread, each with its own key.
///
/// Cost: some hundred nanoseconds, and some for each change of the column since the last use; making it anew sorts the
/// set. Documents in it count towards the segment's cache (SegmentCache).
std::shared_ptr<const DocOrder> kept_order(const SegmentView& view, const KnownMatches& set, SegmentSortKey& key,
                                           OrderPart part);

}  // namespace aisle::engine
