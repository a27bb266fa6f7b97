#include "engine/suggest/edit_distance.hpp"

#include <gtest/gtest.h>

#include <random>

namespace aisle::engine {
namespace {

std::u32string random_text(std::mt19937& random, std::size_t most) {
  std::u32string word;
  for (std::size_t i = random() % (most + 1); i > 0; --i) {
    word.push_back(random() % 8 == 0 ? U'\u00e9' + random() % 3 : U'a' + random() % 4);
  }
  return word;
}

TEST(EditDistance, CountsSwapsOfNeighboursAsOneEdit) {
  EXPECT_EQ(edit_distance(U"shoe", U"sheo", true), 1U);
  EXPECT_EQ(edit_distance(U"shoe", U"sheo", false), 2U);
  EXPECT_EQ(edit_distance(U"", U"abc", true), 3U);
  EXPECT_EQ(edit_distance(U"ca", U"abc", true), 3U) << "nothing is edited twice";
}

TEST(EditDistance, BitParallelAgreesWithTheDynamicProgramme) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::u32string a = random_text(random, i % 100 == 0 ? 64 : 8);
    const std::u32string b = random_text(random, 9);
    if (a.empty()) continue;
    const bool swaps = random() % 2 == 0;
    ASSERT_EQ(EditPattern(a, swaps).distance(b), edit_distance(a, b, swaps)) << "seed 7, case " << i;
  }
}

TEST(CodePoints, ReplacesEachByteThatIsNotUtf8) {
  EXPECT_EQ(code_points("a\xC3\xA9z"), U"a\u00e9z");
  EXPECT_EQ(code_points("\xFF" "a\xC3"), U"\uFFFDa\uFFFD");
}

}  // namespace
}  // namespace aisle::engine
