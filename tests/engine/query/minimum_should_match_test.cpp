#include "engine/query/rewrite/minimum_should_match.hpp"

#include <gtest/gtest.h>

namespace aisle::engine {
namespace {

std::uint32_t of(std::uint32_t clauses, std::string_view specification) {
  const auto result = minimum_should_match(clauses, specification);
  EXPECT_TRUE(result.ok()) << specification;
  return result.ok() ? *result : 999;
}

TEST(MinimumShouldMatch, UnderstandsNumbersAndPercentages) {
  EXPECT_EQ(of(4, "2"), 2U);
  EXPECT_EQ(of(4, "-1"), 3U);
  EXPECT_EQ(of(4, "75%"), 3U);
  EXPECT_EQ(of(5, "75%"), 3U) << "rounds down";
  EXPECT_EQ(of(5, "-25%"), 4U);
  EXPECT_EQ(of(2, "-9"), 0U);
  EXPECT_EQ(of(2, "5"), 5U);
}

TEST(MinimumShouldMatch, UnderstandsConditions) {
  EXPECT_EQ(of(2, "2<75%"), 2U);
  EXPECT_EQ(of(4, "2<75%"), 3U);
  EXPECT_EQ(of(3, "2<-25% 9<-3"), 3U);
  EXPECT_EQ(of(10, "2<-25% 9<-3"), 7U);
  EXPECT_EQ(of(10, "2 < -25%  9 < -3"), 7U);
}

TEST(MinimumShouldMatch, RefusesWhatIsNoNumber) {
  const auto result = minimum_should_match(3, "abc");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, "number_format");
  EXPECT_EQ(result.error().message, "For input string: \"abc\"");
}

}  // namespace
}  // namespace aisle::engine
