#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loaders/sources/csv_row_reader.hpp"
#include "read_all.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::read_all;

SourceOptions csv() {
  SourceOptions options;
  options.format = InputFormat::csv;
  return options;
}

TEST(CsvSource, ReadsQuotesLineBreaksAndDoubledQuotes) {
  for (const std::size_t piece : {1, 3, 100'000}) {
    const auto seen = read_all("\xEF\xBB\xBFname,note\r\n\"a, b\",\"line 1\nline 2\"\r\n\"7\"\" screen\",x\r\n", csv(), piece);
    EXPECT_THAT(seen.jsons(), ElementsAre("{\"name\":\"a, b\",\"note\":\"line 1\\nline 2\"}",
                                          "{\"name\":\"7\\\" screen\",\"note\":\"x\"}"));
    EXPECT_EQ(seen.records[1].where.line, 4u);
  }
}

TEST(CsvSource, TakesAStrayQuoteForACharacter) {
  const auto seen = read_all("a|b\n\"x|1\nin \"y\"|2\n\"p\" q|3\n", csv());
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":\"\\\"x\",\"b\":1}", "{\"a\":\"in \\\"y\\\"\",\"b\":2}",
                                        "{\"a\":\"\\\"p\\\" q\",\"b\":3}"));
}

TEST(CsvSource, TypesAColumnByAllItsValues) {
  const auto seen = read_all(
      "id,isbn,price,sold,rate,year\n1,0439023483,9.99,True,9.78043902348e+12,NaN\n2,12,5,false,1,2008\n", csv());
  EXPECT_THAT(seen.jsons(),
              ElementsAre("{\"id\":1,\"isbn\":\"0439023483\",\"price\":9.99,\"sold\":true,\"rate\":9.78043902348e+12}",
                          "{\"id\":2,\"isbn\":\"12\",\"price\":5,\"sold\":false,\"rate\":1,\"year\":2008}"));
}

TEST(CsvSource, ReadsAnIntegerThatRHasWrittenWithAnExponent) {
  const auto seen = read_all("id,rate\n1e+05,1e+05\n12,0.5\n-3e+02,1\n", csv());
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"id\":100000,\"rate\":1e+05}", "{\"id\":12,\"rate\":0.5}", "{\"id\":-300,\"rate\":1}"));
}

TEST(CsvSource, WritesAnUnexpectedValueAsTextForTheIndexToRefuse) {
  auto options = csv();
  options.csv_sample_rows = 1;
  const auto seen = read_all("id,price\n1,9.5\n2,cheap\n", options);
  EXPECT_EQ(seen.jsons().at(1), "{\"id\":2,\"price\":\"cheap\"}");
}

TEST(CsvSource, ReportsRaggedRowsAndToleratesTrailingSeparators) {
  const auto seen = read_all("a;b;\n1;2;\n1;2;;\n1\n1;2;;3\n4;5\n", csv());
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}", "{\"a\":4,\"b\":5}"));
  ASSERT_EQ(seen.errors.size(), 2u);
  EXPECT_EQ(seen.errors[0].kind, "ragged_row");
  EXPECT_EQ(seen.errors[0].position->line, 4u);
}

TEST(CsvSource, ReportsLatin1RowsAndGoesOn) {
  const auto seen = read_all("a,b\ncaf\xe9,1\ntea,2\n", csv());
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":\"tea\",\"b\":2}"));
  EXPECT_THAT(seen.errors.at(0).message, HasSubstr("UTF-8"));
}

TEST(CsvSource, RefusesTwoColumnsOfOneName) {
  const auto seen = read_all("a,a\n1,2\n", csv());
  EXPECT_TRUE(seen.records.empty());
  EXPECT_EQ(seen.errors.at(0).kind, "bad_header");
}

TEST(CsvSource, SkipsATooLongRow) {
  auto options = csv();
  options.max_record_bytes = 100;
  const auto seen = read_all("a,b\n" + std::string(5'000, 'x') + ",1\ny,2\n", options, 64);
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":\"y\",\"b\":2}"));
  EXPECT_EQ(seen.errors.size(), 1u);
}

TEST(CsvDelimiter, IsFoundOutsideQuotes) {
  EXPECT_EQ(detect_delimiter("a,b\n"), ',');
  EXPECT_EQ(detect_delimiter("a;b\n\"1,2,3\";4\n\"5,6,7\";8\n"), ';');
  EXPECT_EQ(detect_delimiter("a|b|\nx, y|2|\n"), '|');
  EXPECT_EQ(detect_delimiter("a\tb\n1\t2\n"), '\t');
  EXPECT_EQ(detect_delimiter("a\n"), ',');
}

}  // namespace
}  // namespace aisle::loaders
