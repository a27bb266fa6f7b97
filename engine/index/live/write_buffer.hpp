#pragma once
// Documents on their way into a segment: a builder that one thread at a time fills, and beside it what everyone must
// know of these documents before there is a segment to ask.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/index/document.hpp"
#include "engine/index/live/id_map.hpp"
#include "engine/index/live/log_operation.hpp"
#include "engine/index/live/segment_state.hpp"
#include "engine/index/log/change_log.hpp"
#include "engine/index/segment/segment_builder.hpp"

namespace aisle::engine {

/// The builder belongs to whoever holds the buffer (`in_use`, `sealing`); everything else is guarded by the index's
/// lock. Documents are inverted first and committed later, so that only committing needs the lock.
class WriteBuffer {
 public:
  enum class State : std::uint8_t {
    idle,
    in_use,
    queued,   ///< full, to be sealed by whoever comes first: the background, or one who cannot wait for it
    sealing,
  };

  /// Goes on with an empty builder that was used before, or with a new one where there is none.
  WriteBuffer(std::shared_ptr<const Schema> schema, std::uint64_t segment_id, std::uint64_t order,
              std::unique_ptr<SegmentBuilder> used);

  // By the holder, without the lock.
  Result<DocId> invert(const Document& document) { return builder_->add(document, 0, 0); }
  void set_schema(std::shared_ptr<const Schema> schema);
  std::size_t memory_bytes() const { return builder_->memory_bytes(); }
  std::shared_ptr<Segment> seal(unsigned threads) { return builder_->seal(segment_id_, threads); }
  /// After sealing. REQUIRES: nothing more is inverted, committed or sealed.
  std::unique_ptr<SegmentBuilder> take_builder() { return std::move(builder_); }

  // Under the lock; commits by the holder only.
  /// Every inverted document is committed or discarded, in any order.
  void commit(DocId doc, std::string_view id, std::uint64_t version, std::uint64_t sequence_number, LogLocation at);
  void discard(DocId doc);
  std::optional<DocId> find_live(std::string_view id) const;
  void remove(DocId doc, std::string_view id);
  void change(DocId doc, std::span<const LiveChange> values, std::uint64_t version, std::uint64_t sequence_number);

  std::uint64_t version(DocId doc) const { return docs_[index_of(doc)].version; }
  std::uint64_t sequence_number(DocId doc) const { return docs_[index_of(doc)].sequence_number; }
  const LogLocation& location(DocId doc) const { return docs_[index_of(doc)].location; }
  /// Live columns changed since the document was committed; the last value of each.
  std::vector<LiveChange> live_changes(DocId doc) const;
  std::size_t doc_count() const { return docs_.size(); }
  std::size_t live_count() const { return live_by_id_.size(); }
  /// The smallest sequence number among its documents; the greatest integer when there is none.
  std::uint64_t first_sequence_number() const { return first_sequence_number_; }
  const std::shared_ptr<const Schema>& schema() const { return schema_; }
  /// The sealed segment with everything that happened to its documents meanwhile.
  std::shared_ptr<SegmentState> make_state(std::shared_ptr<Segment> segment) const;

  State state = State::in_use;
  bool retired = false;  ///< takes no more documents: a refresh or checkpoint waits to seal it

 private:
  struct Entry {
    std::uint64_t version = 0;
    std::uint64_t sequence_number = 0;
    LogLocation location;
    bool live = false;
  };
  Entry& entry_of(DocId doc);

  std::shared_ptr<const Schema> schema_;
  std::unique_ptr<SegmentBuilder> builder_;
  const std::uint64_t segment_id_;
  const std::uint64_t order_;
  std::vector<Entry> docs_;
  IdMap<DocId> live_by_id_;
  boost::unordered_flat_map<std::uint32_t, std::vector<LiveChange>> live_changes_;
  std::uint64_t first_sequence_number_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace aisle::engine
