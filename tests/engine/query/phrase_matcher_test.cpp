#include "engine/query/iterators/phrase_matcher.hpp"

#include <gtest/gtest.h>

namespace aisle::engine {
namespace {

using Positions = std::vector<std::uint32_t>;

float sloppy(std::uint32_t slop, const std::vector<Positions>& places, std::vector<int> groups = {}) {
  if (groups.empty()) groups.assign(places.size(), -1);
  std::vector<PhrasePositions> input;
  for (std::size_t i = 0; i < places.size(); ++i) {
    input.push_back({.positions = places[i], .offset = static_cast<std::uint32_t>(i)});
  }
  return SloppyPhraseMatcher(slop, groups, false).freq(input);
}

TEST(ExactPhrase, CountsStartsWhereEveryPlaceFollows) {
  const Positions red{0, 3, 7};
  const Positions shoe{1, 4, 9};
  const std::vector<PhrasePositions> places{{red, 0}, {shoe, 1}};
  EXPECT_EQ(exact_phrase_freq(places), 2U);
}

TEST(SloppyPhrase, WeighsAnOccurrenceByItsDistance) {
  EXPECT_FLOAT_EQ(sloppy(1, {{0}, {1}}), 1.0F);
  EXPECT_FLOAT_EQ(sloppy(1, {{0}, {2}}), 0.5F) << "one word between";
  EXPECT_FLOAT_EQ(sloppy(1, {{0}, {3}}), 0.0F) << "two words between";
  EXPECT_FLOAT_EQ(sloppy(1, {{1}, {0}}), 0.0F) << "swapped words are two apart";
  EXPECT_FLOAT_EQ(sloppy(2, {{1}, {0}}), 1.0F / 3.0F);
}

TEST(SloppyPhrase, AddsUpOccurrences) { EXPECT_FLOAT_EQ(sloppy(2, {{0, 10}, {1, 12}}), 1.5F); }

TEST(SloppyPhrase, NeedsAnOccurrenceForEachOfTwoEqualPlaces) {
  EXPECT_FLOAT_EQ(sloppy(3, {{4}, {4}}, {0, 0}), 0.0F);
  EXPECT_FLOAT_EQ(sloppy(3, {{4, 5}, {4, 5}}, {0, 0}), 1.0F);
}

}  // namespace
}  // namespace aisle::engine
