#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read_all.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using testing::read_all;

TEST(BulkSource, ReadsAllFourActions) {
  const auto seen = read_all(
      "{\"index\":{\"_index\":\"other\",\"_id\":\"1\",\"routing\":\"r\"}}\n{\"a\":1}\n{\"delete\":{\"_id\":2}}\n"
      "{\"create\":{}}\n{\"a\":3}\n{\"update\":{\"_id\":\"4\"}}\n{\"doc\":{\"a\":4}}\n");
  ASSERT_EQ(seen.records.size(), 4u);
  EXPECT_TRUE(seen.errors.empty());
  EXPECT_EQ(seen.records[0].metadata, "{\"_id\":\"1\",\"routing\":\"r\"}");
  EXPECT_EQ(seen.records[0].id, "1");
  EXPECT_EQ(seen.records[1].action, RecordAction::remove);
  EXPECT_EQ(seen.records[1].id, "2");
  EXPECT_EQ(seen.records[1].json, "");
  EXPECT_EQ(seen.records[2].action, RecordAction::create);
  EXPECT_EQ(seen.records[3].action, RecordAction::update);
  EXPECT_EQ(seen.records[3].where.line, 6u);
}

TEST(BulkSource, NamesTheIdOfABrokenDocumentAndGoesOn) {
  const auto seen = read_all("{\"index\":{\"_id\":\"1\"}}\n{\"a\":\n{\"index\":{\"_id\":\"2\"}}\n{\"a\":2}\n");
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":2}"));
  ASSERT_EQ(seen.errors.size(), 1u);
  EXPECT_EQ(seen.errors[0].subject, "1");
  EXPECT_EQ(seen.errors[0].position->line, 2u);
}

TEST(BulkSource, CountsABrokenActionAndItsDocumentAsOneBadRecord) {
  const auto seen = read_all("{\"index\":{}}\n{\"a\":0}\n{\"indx\":{}}\n{\"a\":1}\n{\"index\":{}}\n{\"a\":2}\n{\"index\":{}}\n");
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":0}", "{\"a\":2}"));
  ASSERT_EQ(seen.errors.size(), 2u);
  EXPECT_EQ(seen.errors[0].position->line, 3u);
  EXPECT_EQ(seen.errors[1].position->line, 7u);
}

}  // namespace
}  // namespace aisle::loaders
