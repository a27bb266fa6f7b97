#pragma once
// How often does each term occur among the matches of one segment? The kernel under keyword facets.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/aggregate/collect/match_window.hpp"
#include "engine/index/live/snapshot.hpp"

namespace aisle::engine {

/// Counts documents per ordinal, straight from window bits over the typed arrays. Narrow ordinals are counted in
/// several interleaved tables: a run of one value would otherwise wait for its own store each time. Several values a
/// document are counted by combination where those are few.
class OrdinalCounter {
 public:
  /// Views the column until the next begin.
  void begin(const OrdinalColumn& column);
  void count(const MatchWindow& window);
  /// Every live document at once, from the dictionary's document frequencies less those of deleted documents.
  /// REQUIRES: `terms` is the column's dictionary and nothing was counted yet. False (nothing counted) where so many
  /// are deleted that walking the live ones is as quick, or where a multi-valued column's documents without a value
  /// are wanted.
  bool count_all(const SegmentView& view, const FieldIndex& terms, bool need_missing);

  /// Adds up the tables. After this and until begin: counts by ordinal, and documents without a value.
  std::span<const std::uint32_t> fold();
  std::uint64_t missing() const { return missing_; }

 private:
  template <class Ordinal>
  void count_single(std::span<const Ordinal> ordinals, const MatchWindow& window);
  template <class Ordinal>
  void count_multi(std::span<const std::uint32_t> offsets, std::span<const Ordinal> values,
                   const MatchWindow& window);
  void count_sets(const OrdinalSets& sets, const MatchWindow& window);
  void take_sets_apart(const OrdinalSets& sets);
  void remove_deleted(const SegmentView& view);

  const OrdinalColumn* column_ = nullptr;
  std::uint32_t lanes_ = 1;
  std::size_t stride_ = 0;             // counters of one lane: terms, and one for "missing"
  std::vector<std::uint32_t> counts_;  // lanes_ tables of stride_ each
  std::vector<std::uint32_t> set_counts_;  // of combinations, set_lanes_ tables
  std::uint32_t set_lanes_ = 1;
  std::uint64_t missing_ = 0;
};

}  // namespace aisle::engine
