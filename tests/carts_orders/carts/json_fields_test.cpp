#include "carts_orders/json_fields.hpp"

#include <gtest/gtest.h>

#include "base/crypto/digest.hpp"

namespace aisle::shop {
namespace {

TEST(JsonFields, TimesAreRfc3339WithMilliseconds) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(1'795'348'800'007), "2026-11-22T12:00:00.007Z");
  EXPECT_EQ(rfc3339(951'782'399'999), "2000-02-28T23:59:59.999Z");
  EXPECT_EQ(rfc3339(951'782'400'000), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(rfc3339(-1), "1969-12-31T23:59:59.999Z");
}

TEST(JsonFields, TimeZeroIsNull) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  time_field(json, "never", 0);
  json.end_object();
  EXPECT_EQ(out, R"({"never":null})");
}

TEST(JsonFields, MoneyIsMinorUnitsAndCurrency) {
  std::string out;
  JsonWriter json(out);
  write_money(json, {7999, *Currency::find("USD")});
  EXPECT_EQ(out, R"({"amount":7999,"currency":"USD"})");
}

// The standard's own examples: FIPS 180-4, "abc" and the empty message.
TEST(Sha256, AgreesWithTheStandardsExamples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace aisle::shop
