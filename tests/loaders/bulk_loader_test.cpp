#include "loaders/bulk_loader.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "fake_target.hpp"
#include "read_all.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::FakeTarget;

struct Load {
  ImportOptions options;
  FakeTarget target;
  std::vector<Reject> rejects;
  LoadCounts counts;

  Load() { options.retry_delay = std::chrono::milliseconds(1); }
  Status load(const std::string& text, const std::string& id_field = "id") {
    auto source = make_record_source(std::make_unique<testing::PieceStream>(text, 1u << 16), options.source);
    BulkLoader loader(options, target, {.on_reject = [this](const Reject& reject) { rejects.push_back(reject); }, .on_progress = {}});
    auto status = loader.run(**source, id_field);
    counts = loader.counts();
    return status;
  }
};

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += fmt::format("{{\"id\":\"{}\",\"n\":{}}}\n", i, i);
  return text;
}

TEST(BulkLoader, SendsEverythingInBoundedBatches) {
  Load run;
  run.options.batch_documents = 100;
  run.options.batch_bytes = 2'000;
  EXPECT_TRUE(run.load(lines(5'000)));
  EXPECT_EQ(run.counts.imported, 5'000u);
  EXPECT_EQ(run.target.versions.size(), 5'000u);
  EXPECT_LE(run.target.most_items, 100u);
  EXPECT_LE(run.target.largest_body, 2'000u + 100u * 30u);
}

TEST(BulkLoader, KeepsTheOrderOfEachIdWhateverIsRetried) {
  constexpr unsigned kSeed = 7;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  std::string text;
  std::map<std::string, std::vector<std::string>> expected;
  for (int i = 0; i < 4'000; ++i) {
    const auto id = std::to_string(random() % 300);
    const auto json = fmt::format("{{\"id\":\"{}\",\"version\":{}}}", id, i);
    expected[id].push_back(json);
    text += json + "\n";
  }
  Load run;
  run.options.connections = 4;
  run.options.batch_documents = 50;
  run.options.max_retries = 1'000;
  run.target.judge = [&](const auto&, const auto&) {
    return random() % 5 == 0 ? BulkItemOutcome{429, "es_rejected_execution_exception", "busy"} : BulkItemOutcome{200, {}, {}};
  };
  run.target.fail = [&](std::uint64_t) {
    return random() % 10 == 0 ? std::optional(Error(ErrorCode::unavailable, "away")) : std::nullopt;
  };
  EXPECT_TRUE(run.load(text));
  EXPECT_EQ(run.counts.imported, 4'000u);
  EXPECT_GT(run.counts.retries, 0u);
  EXPECT_EQ(run.target.versions, expected);
}

TEST(BulkLoader, ReportsEachRejectWithItsPlaceAndField) {
  Load run;
  run.target.judge = [](const std::string& id, const std::string&) {
    return id == "3" ? BulkItemOutcome{400, "document_parsing_exception", "failed to parse field [price] of type [double]"}
                     : BulkItemOutcome{201, {}, {}};
  };
  EXPECT_TRUE(run.load(lines(5) + "{\"id\":\n{\"noid\":1}\n"));
  ASSERT_EQ(run.rejects.size(), 3u);
  EXPECT_EQ(run.counts.imported, 4u);
  EXPECT_EQ(run.counts.read, 7u);
  const auto by_line = [](const Reject& a, const Reject& b) { return a.where.line < b.where.line; };
  std::ranges::sort(run.rejects, by_line);
  EXPECT_EQ(run.rejects[0].field, "price");
  EXPECT_EQ(run.rejects[0].where.line, 4u);
  EXPECT_EQ(run.rejects[0].id, "3");
  EXPECT_EQ(run.rejects[1].type, "bad_json");
  EXPECT_EQ(run.rejects[2].type, "missing_id");
}

TEST(BulkLoader, GivesUpWhenTheTargetRefusesForGood) {
  Load run;
  run.options.batch_documents = 10;
  run.target.fail = [](std::uint64_t request) {
    return request > 3 ? std::optional(Error(ErrorCode::not_found, "no such index")) : std::nullopt;
  };
  const auto status = run.load(lines(100'000));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::not_found);
  EXPECT_LT(run.counts.read, 100'000u);
}

TEST(BulkLoader, GivesUpAfterTheLastRetry) {
  Load run;
  run.options.max_retries = 2;
  run.options.connections = 1;
  run.target.fail = [](std::uint64_t) { return std::optional(Error(ErrorCode::resource_exhausted, "busy")); };
  EXPECT_FALSE(run.load(lines(10)));
  EXPECT_EQ(run.target.bodies, 3u);
}

TEST(BulkLoader, StopsAfterTooManyRejects) {
  Load run;
  run.options.max_errors = 5;
  const auto status = run.load(std::string(50, '\n') + [] {
    std::string bad;
    for (int i = 0; i < 100; ++i) bad += "{bad\n";
    return bad;
  }());
  ASSERT_FALSE(status);
  EXPECT_EQ(run.counts.rejected, 5u);
}

TEST(BulkLoader, PassesBulkActionsOn) {
  Load run;
  run.target.judge = [](const std::string& id, const std::string&) {
    return id == "2" ? BulkItemOutcome{404, {}, {}} : BulkItemOutcome{200, {}, {}};
  };
  EXPECT_TRUE(run.load("{\"index\":{\"_id\":\"1\",\"routing\":\"a\"}}\n{\"a\":1}\n{\"delete\":{\"_id\":\"2\"}}\n"
                       "{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{\"a\":2}}\n", ""));
  EXPECT_THAT(run.target.versions["1"], ElementsAre("{\"a\":1}", "{\"doc\":{\"a\":2}}"));
  EXPECT_EQ(run.counts.imported, 3u);
  EXPECT_TRUE(run.rejects.empty());
}

TEST(BulkResponse, IsReadItemByItem) {
  const auto outcomes = parse_bulk_response(
      R"({"took":3,"errors":true,"items":[{"index":{"_id":"1","status":201}},{"create":{"_id":"2","status":400,"error":
      {"type":"document_parsing_exception","reason":"failed to parse field [price] of type [double]",
       "caused_by":{"type":"number_format_exception","reason":"For input string: \"cheap\""}}}},{"delete":{"status":404}}]})");
  ASSERT_TRUE(outcomes);
  ASSERT_EQ(outcomes->size(), 3u);
  EXPECT_TRUE((*outcomes)[0].ok());
  EXPECT_EQ((*outcomes)[1].error_type, "document_parsing_exception");
  EXPECT_THAT((*outcomes)[1].reason, HasSubstr("cheap"));
  EXPECT_EQ((*outcomes)[2].status, 404);
  EXPECT_FALSE(parse_bulk_response("{}"));
  EXPECT_FALSE(parse_bulk_response("<html>"));
  EXPECT_FALSE(parse_bulk_response("{\"items\":[7]}"));
}

TEST(BulkResponse, NamesTheFieldOfAReason) {
  EXPECT_EQ(field_of_reason("[1:20] failed to parse field [a.price] of type [long] in document"), "a.price");
  EXPECT_EQ(field_of_reason("object mapping for [brand] tried to parse field [brand] as object"), "brand");
  EXPECT_EQ(field_of_reason("Limit of total fields [1000] has been exceeded"), "");
}

}  // namespace
}  // namespace aisle::loaders
