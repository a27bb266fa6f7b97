#include "base/result.hpp"

#include <gtest/gtest.h>

namespace aisle {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error(ErrorCode::invalid_argument, "odd", "odd_number", std::to_string(number));
  return number / 2;
}

TEST(Result, HoldsAValueOrAnError) {
  Result<int> four = half(8);
  ASSERT_TRUE(four.ok());
  EXPECT_EQ(*four, 4);
  Result<int> none = half(7);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(none.error().kind, "odd_number");
  EXPECT_EQ(none.error().subject, "7");
}

TEST(Status, IsFineUntilGivenAnError) {
  EXPECT_TRUE(Status().ok());
  Status bad = Error(ErrorCode::not_found, "gone").at({.line = 2, .column = 5});
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().position->line, 2u);
}

}  // namespace
}  // namespace aisle
