#pragma once
// Every document of an index by its id, wherever it is: in a buffer, in a segment, or only remembered as deleted.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/index/live/segment_state.hpp"
#include "engine/index/live/tombstones.hpp"
#include "engine/index/live/write_buffer.hpp"

namespace aisle::engine {

/// Where the living document of an id is. Good until the index's lock is given up.
struct DocumentPlace {
  WriteBuffer* buffer = nullptr;  ///< else in `segment`
  SegmentState* segment = nullptr;
  DocId doc{0};
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
};

/// Not thread-safe: guarded by the index's lock.
class DocumentTable {
 public:
  /// Buffers by hash map, then segments newest first: one or two cache misses per segment.
  std::optional<DocumentPlace> find(std::string_view id) const;
  /// Asks for what `find` will read first in each segment, all of them at once.
  void prefetch(std::string_view id) const;
  void remove(const DocumentPlace& place, std::string_view id);
  /// Changes live columns where the document is. Where a published snapshot still shows an older copy of it, that copy
  /// changes too, so that the next search sees the values.
  void change(const DocumentPlace& place, std::string_view id, std::span<const LiveChange> values,
              std::uint64_t version, std::uint64_t sequence_number);
  /// Likewise, but version and sequence number stay. An id without a living document may still be shown by the published
  /// snapshot; then that copy changes.
  void show(std::string_view id, std::span<const LiveChange> values);

  /// Inserts by order; segments without living documents that no snapshot shows are left out.
  void add_segment(std::shared_ptr<SegmentState> state);
  /// Puts `merged` (null: nothing) where `inputs` are.
  void replace_segments(const std::vector<std::shared_ptr<SegmentState>>& inputs, std::shared_ptr<SegmentState> merged);
  void remove_buffer(const WriteBuffer* buffer);
  /// The oldest change that is only in a buffer, or `next` when there is none.
  std::uint64_t first_unsealed_sequence_number(std::uint64_t next) const;

  std::vector<std::shared_ptr<SegmentState>> segments;  ///< in document order
  std::vector<std::shared_ptr<WriteBuffer>> buffers;    ///< oldest first
  Tombstones tombstones;

 private:
  void change_published(std::string_view id, std::span<const LiveChange> values);
};

}  // namespace aisle::engine
