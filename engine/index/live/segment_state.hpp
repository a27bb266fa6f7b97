#pragma once
// A segment as the writer sees it: which of its documents are alive now, which are in the published snapshot, and what
// of that is on disk.

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/index/live/log_operation.hpp"
#include "engine/index/live/manifest.hpp"
#include "engine/index/live/snapshot.hpp"

namespace aisle::engine {

/// Not thread-safe: guarded by the index's lock. The segment itself may be read by anyone.
class SegmentState {
 public:
  /// All documents alive when `live_words` is empty. `order` places the segment among the others.
  SegmentState(std::shared_ptr<Segment> segment, std::uint64_t order, std::vector<std::uint64_t> live_words = {});

  const std::shared_ptr<Segment>& segment() const { return segment_; }
  std::uint64_t order() const { return order_; }
  std::uint32_t doc_count() const { return segment_->doc_count(); }
  std::uint32_t live_count() const { return live_count_; }
  std::uint32_t deleted_count() const { return doc_count() - live_count_; }
  bool is_live(DocId doc) const {
    return live_.empty() || ((live_[index_of(doc) >> 6] >> (index_of(doc) & 63)) & 1) != 0;
  }
  /// The newest document with this id, if it is alive. `hash` is hash64 of the id.
  std::optional<DocId> find_live(std::string_view id, std::uint64_t hash) const;

  void remove(DocId doc);
  /// Sets live columns, then version and sequence number, in that order.
  void change(DocId doc, std::span<const LiveChange> values, std::uint64_t version, std::uint64_t sequence_number);
  /// For a copy that searches still see though the document moved on: only what they see changes.
  void change_shown(DocId doc, std::span<const LiveChange> values);
  /// Gives the segment columns for live fields that the schema gained.
  void widen(const Schema& schema);

  // What searches see.
  bool is_published() const { return published_; }
  /// Makes the current state the published one; true when that changes what searches see.
  bool publish();
  /// As of the last publish(). REQUIRES: is_published().
  SegmentView view() const;
  /// The published document with this id, alive there whatever happened since.
  std::optional<DocId> find_published(std::string_view id) const;
  /// The current state, frozen; null when nothing is deleted.
  std::shared_ptr<const LiveDocs> freeze() const;

  // Merging: changes to live columns are noted while it runs, to be repeated on the merged segment.
  void begin_merge() { merging_ = true; }
  void end_merge();
  bool is_merging() const { return merging_; }
  const std::vector<DocId>& changed_while_merging() const { return changed_while_merging_; }
  /// For a segment that replaces published ones: what searches saw of them.
  void publish_as(std::vector<std::uint64_t> live_words);

  // Durability. `changes` counts removals and changes since the segment was made or opened.
  std::uint64_t changes() const { return changes_; }
  /// The segment's present state is not all in its image, though nothing was changed through this object.
  void note_changes_beside_image() { ++changes_; }
  bool is_saved() const { return saved_.image_bytes != 0 && saved_changes_ == changes_; }
  const ManifestSegment& saved() const { return saved_; }
  void set_saved(const ManifestSegment& saved, std::uint64_t changes_in_it);
  std::span<const std::uint64_t> live_words() const { return live_; }

 private:
  void make_live_words();

  std::shared_ptr<Segment> segment_;
  const std::uint64_t order_;
  std::vector<std::uint64_t> live_;  ///< empty while nothing is deleted
  std::uint32_t live_count_;
  std::uint64_t changes_ = 0;

  bool published_ = false;
  bool removed_since_publish_ = false;
  std::shared_ptr<const LiveDocs> published_live_;
  std::uint32_t published_count_ = 0;

  bool merging_ = false;
  std::vector<DocId> changed_while_merging_;

  ManifestSegment saved_;
  std::uint64_t saved_changes_ = 0;
};

/// One bit per document, all set, the bits past the last document clear.
std::vector<std::uint64_t> all_live_words(std::uint32_t doc_count);
std::uint32_t count_live(std::span<const std::uint64_t> words);

}  // namespace aisle::engine
