#pragma once
// Live columns of single documents, as the writer sets, reads and carries them over.

#include <vector>

#include "engine/index/live/log_operation.hpp"
#include "engine/index/segment/segment.hpp"

namespace aisle::engine {

/// Sets or removes live values of a document. Fields without a live column in this segment are passed over.
void set_live_values(Segment& segment, DocId doc, std::span<const LiveChange> values);
/// Every live column of a document.
std::vector<LiveChange> live_values_of(const Segment& segment, DocId doc);
/// Gives `to` the version, sequence number and live values of `from`: the same document in a merged segment.
void copy_live_state(Segment& to_segment, DocId to, const Segment& from_segment, DocId from);

}  // namespace aisle::engine
