#include "server/shop_api/catalog/product_source.hpp"

#include <gtest/gtest.h>

namespace aisle::server::shop_api {
namespace {

TEST(ProductSource, FindsMembersByPath) {
  constexpr std::string_view source = R"({"a":{"b":1,"c":{"d":"x"}}, "price" : 79.99,"a.e":7, "t":"q\"\u00e9"})";
  EXPECT_EQ(value_at(source, "price"), "79.99");
  EXPECT_EQ(value_at(source, "a.b"), "1");
  EXPECT_EQ(value_at(source, "a.c.d"), "\"x\"");
  EXPECT_EQ(value_at(source, "a.e"), "7");
  EXPECT_EQ(text_of(value_at(source, "t")), "q\"é");
  EXPECT_EQ(value_at(source, "pric"), std::nullopt);
  EXPECT_EQ(value_at(source, "a.x"), std::nullopt);
  EXPECT_EQ(value_at("[1]", "a"), std::nullopt);
}

TEST(ProductSource, ReadsNumbersAlsoFromTexts) {
  EXPECT_EQ(number_of("79.99"), 79.99);
  EXPECT_EQ(number_of("\"12\""), 12.0);
  EXPECT_EQ(number_of("[3,4]"), 3.0);
  EXPECT_EQ(number_of("\"about 12\""), std::nullopt);
  EXPECT_EQ(number_of("null"), std::nullopt);
  EXPECT_EQ(number_of("1e999"), std::nullopt);
  EXPECT_EQ(number_of(std::nullopt), std::nullopt);
}

TEST(ProductSource, EndsOnDamagedText) {
  for (const std::string_view damaged : {"{", "{\"a", "{\"a\":", "{\"a\":{", "{\"a\" 1}", "", "{\"a\":\"\\"}) {
    EXPECT_EQ(value_at(damaged, "b"), std::nullopt) << damaged;
  }
}

}  // namespace
}  // namespace aisle::server::shop_api
