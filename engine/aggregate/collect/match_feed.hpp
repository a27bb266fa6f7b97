#pragma once
// How matches reach the nodes of one level: counters get long lists of documents, the others windows.
//
// A counter's work per list costs more than an increment or two for what few documents a window has, and a list is made
// once for all counters of the level.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/aggregate/collect/collector.hpp"
#include "engine/index/list_bits.hpp"
#include "engine/index/match_range.hpp"

namespace aisle::engine {

/// Views the collectors. Used by one thread.
class MatchFeed {
 public:
  explicit MatchFeed(const Collector::List& collectors) : collectors_(collectors) {}

  /// After the collectors' begin_segment.
  void begin_segment();
  /// All matches of a window, owned by bucket 0, as bits; bases increase within a segment. A segment's matches come in
  /// windows or in ranges, not in both.
  void add(DocId base, const WindowBits& matches);
  void add(const MatchRange& matches);
  bool takes_lists() const { return others_.empty(); }
  /// REQUIRES: takes_lists().
  void add(std::span<const std::uint32_t> docs);
  /// Gives the live documents of a known set to those collectors that have them sooner than match by match; what is
  /// added afterwards goes to the others. True when there are none.
  bool add_known(const SegmentContext& context, const KnownMatches& matches);
  /// Every live document of the segment.
  void add_all(const SegmentContext& context);
  /// Before the collectors' end_segment.
  void end_segment() { flush(); }

 private:
  static constexpr std::size_t kBatch = 2048;  // documents that make a list long enough
  static constexpr std::size_t kCapacity = kBatch + kWindowSize + kListSlack;

  void list(std::uint32_t base, const WindowBits& matches);
  void flush();

  const Collector::List& collectors_;
  std::vector<Collector*> counters_;  // of the segment at hand
  std::vector<Collector*> others_;
  std::unique_ptr<std::uint32_t[]> docs_;
  std::size_t size_ = 0;
};

}  // namespace aisle::engine
