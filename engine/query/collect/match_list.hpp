#pragma once
// The matches themselves, as long as they are few: who has listed them while counting need not search for the best of
// them, only score each.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/index/match_range.hpp"

namespace aisle::engine {

/// Owned by a search; one thread.
class MatchList {
 public:
  /// Documents of one segment, increasing; live ones.
  struct Part {
    std::uint32_t segment = 0;
    std::vector<DocId> docs;
  };

  /// More than this many are sooner searched, with pruning, than scored one by one.
  static constexpr std::size_t kMost = 2'048;

  bool is_complete() const { return complete_; }
  /// Matches are passed over that are not added.
  void give_up() {
    complete_ = false;
    parts_.clear();
  }
  /// Ranges of a segment come together, increasing.
  void add(std::uint32_t segment, const MatchRange& matches);
  const std::vector<Part>& parts() const { return parts_; }

 private:
  bool complete_ = true;
  std::size_t size_ = 0;
  std::vector<Part> parts_;
};

}  // namespace aisle::engine
