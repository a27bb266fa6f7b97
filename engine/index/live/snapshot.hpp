#pragma once
// What one search sees: segments, which of their documents are alive, and the schema, all as of one refresh.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "engine/index/bit_words.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/index/window.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine {

/// Which documents of a segment are alive, frozen. One bit per document, 1 = alive. Immutable once published.
class LiveDocs {
 public:
  explicit LiveDocs(std::vector<std::uint64_t> words) : words_(std::move(words)) {}
  bool is_live(DocId doc) const { return (words_[index_of(doc) >> 6] >> (index_of(doc) & 63)) & 1; }
  /// bits &= live, for the window at `base` (a multiple of kWindowSize).
  void mask(DocId base, WindowBits& bits) const { mask(base, std::span(bits.words)); }
  /// bits &= live, for as many documents from `base` on (a multiple of 64) as there are bits.
  void mask(DocId base, std::span<std::uint64_t> bits) const {
    const std::size_t first = std::min<std::size_t>(index_of(base) >> 6, words_.size());
    const std::size_t count = std::min(bits.size(), words_.size() - first);
    and_words(bits.data(), words_.data() + first, count);
    std::fill(bits.begin() + static_cast<std::ptrdiff_t>(count), bits.end(), 0);
  }
  std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::vector<std::uint64_t> words_;
};

/// A segment within a snapshot. `live` is null when nothing is deleted.
struct SegmentView {
  std::shared_ptr<const Segment> segment;
  std::shared_ptr<const LiveDocs> live;
  std::uint32_t live_count = 0;
  std::uint32_t doc_base = 0;  ///< documents in the segments before this one; orders ties across segments

  bool is_live(DocId doc) const { return live == nullptr || live->is_live(doc); }
};

/// Immutable; held by shared_ptr for as long as a search, scroll or response needs it. Taking one is one pointer copy.
class Snapshot {
 public:
  Snapshot(std::vector<SegmentView> segments, std::shared_ptr<const Schema> schema, std::uint64_t generation)
      : segments_(std::move(segments)), schema_(std::move(schema)), generation_(generation) {}

  std::span<const SegmentView> segments() const { return segments_; }
  const Schema& schema() const { return *schema_; }
  std::uint64_t generation() const { return generation_; }  ///< grows with every refresh that changed something
  std::uint64_t live_doc_count() const {
    std::uint64_t total = 0;
    for (const SegmentView& view : segments_) total += view.live_count;
    return total;
  }

 private:
  std::vector<SegmentView> segments_;
  std::shared_ptr<const Schema> schema_;
  std::uint64_t generation_;
};

}  // namespace aisle::engine
