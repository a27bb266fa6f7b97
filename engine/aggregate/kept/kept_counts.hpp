#pragma once
// Counts kept ready: how all products, or those of one category, are spread over a facet's values.
//
// What is kept counts a set of documents, not a request. Before each use it is brought up to date: documents deleted
// since are taken out, and changes of live values that the column remembers are applied one by one, so that a search
// that begins after a sale was answered counts without the unit sold. Where too much happened it is counted anew.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/aggregate/kept/count_slots.hpp"
#include "engine/index/known_matches.hpp"
#include "engine/index/live/snapshot.hpp"

namespace aisle::engine {

/// Live documents of `matches` by slot, `field` being the slots' column. Nothing where they are not kept: the facet was
/// not asked for often enough, or the column has taken another form. Any thread.
std::optional<std::vector<std::uint32_t>> kept_counts(const SegmentView& view, const KnownMatches& matches,
                                                      FieldId field, const CountSlots& slots);

}  // namespace aisle::engine
