#pragma once
// How often does a phrase occur in a document whose positions are known?

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace aisle::engine {

/// One place of a phrase in one document.
struct PhrasePositions {
  std::span<const std::uint32_t> positions;  ///< of its term, increasing, not empty
  std::uint32_t offset = 0;                  ///< of the place within the phrase
};

/// The number of occurrences with every place at its offset.
std::uint32_t exact_phrase_freq(std::span<const PhrasePositions> places);

/// Occurrences within an edit slop, each weighing 1 / (1 + distance), as Lucene's SloppyPhraseMatcher finds them:
/// overlapping ones are counted by its rule, places with the same term never share a position.
class SloppyPhraseMatcher {
 public:
  /// `groups[i]`: a number shared by places that can hold the same term, or -1 for a term that occurs once.
  SloppyPhraseMatcher(std::uint32_t slop, std::vector<int> groups, bool multi_term_repeats);
  float freq(std::span<const PhrasePositions> places);

 private:
  struct Place {
    std::span<const std::uint32_t> positions;
    std::uint32_t next = 0;
    std::int64_t position = 0;  // of the occurrence at hand, less the offset
    std::uint32_t offset = 0;
    std::uint32_t ordinal = 0;
    int group = -1;
    std::uint32_t index_in_group = 0;
  };

  bool start(std::span<const PhrasePositions> places);
  bool separate_repeats();
  bool separate_multi_term_group(std::vector<std::uint32_t>& group);
  bool step(Place& place);
  bool resolve_collisions(std::uint32_t place);
  int collision(const Place& place) const;
  std::uint32_t lesser(std::uint32_t a, std::uint32_t b) const;
  bool next_match();
  bool before(std::uint32_t a, std::uint32_t b) const;
  void push(std::uint32_t place);
  std::uint32_t pop();

  std::int64_t slop_;
  bool multi_term_repeats_;
  std::vector<Place> places_;
  std::vector<std::vector<std::uint32_t>> groups_;
  std::vector<std::uint32_t> queue_;  // places by (position, offset, ordinal), the least last
  std::int64_t end_ = 0;
  std::int64_t match_length_ = 0;
  bool positioned_ = false;
};

}  // namespace aisle::engine
