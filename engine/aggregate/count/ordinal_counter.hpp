#pragma once
// How often does each term occur among the matches of one segment? The kernel under keyword facets.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/live/snapshot.hpp"

namespace aisle::engine {

/// Counts documents per ordinal, one increment a document, whatever the number of its values where their combinations
/// are few.
class OrdinalCounter {
 public:
  /// Views the column until the next begin.
  void begin(const OrdinalColumn& column);
  void count(std::span<const std::uint32_t> docs);
  /// Every live document at once, from the dictionary's document frequencies less those of deleted documents.
  /// REQUIRES: `terms` is the column's dictionary and nothing was counted yet. False (nothing counted) where so many
  /// are deleted that walking the live ones is as quick, or where a multi-valued column's documents without a value
  /// are wanted.
  bool count_all(const SegmentView& view, const FieldIndex& terms, bool need_missing);

  /// Counts from elsewhere: by ordinal, and the last of documents without a value. REQUIRES: nothing was counted yet.
  void take(std::span<const std::uint32_t> counts);

  /// Takes combinations apart. After this and until begin: counts by ordinal, and documents without a value.
  std::span<const std::uint32_t> fold();
  std::uint64_t missing() const { return missing_; }

 private:
  template <class Ordinal>
  void count_multi(std::span<const std::uint32_t> offsets, std::span<const Ordinal> values,
                   std::span<const std::uint32_t> docs);
  void take_sets_apart(const OrdinalSets& sets);
  void remove_deleted(const SegmentView& view);

  const OrdinalColumn* column_ = nullptr;
  std::vector<std::uint32_t> counts_;      // by ordinal, and one for "missing"
  std::vector<std::uint32_t> set_counts_;  // of combinations; empty until one was counted
  std::uint64_t missing_ = 0;
};

}  // namespace aisle::engine
