// What single operations do: versions, sequence numbers, conflicts, visibility. Words as Elasticsearch has them.

#include <gtest/gtest.h>

#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

class IndexWrite : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::unique_ptr<Index> index_ = open_or_die(quiet_options(folder_.path()));
};

TEST_F(IndexWrite, CountsVersionsAndSequenceNumbers) {
  auto first = apply_one(*index_, index_op("a", "shoe|1|2"));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->kind, WriteOutcome::Kind::created);
  EXPECT_EQ(first->version, 1u);
  EXPECT_EQ(first->sequence_number, 0u);
  auto second = apply_one(*index_, index_op("a", "boot|1|2"));
  EXPECT_EQ(second->kind, WriteOutcome::Kind::updated);
  EXPECT_EQ(second->version, 2u);
  EXPECT_EQ(second->sequence_number, 1u);
  auto removed = apply_one(*index_, delete_op("a"));
  EXPECT_EQ(removed->kind, WriteOutcome::Kind::deleted);
  EXPECT_EQ(removed->version, 3u);
  auto again = apply_one(*index_, index_op("a", "shoe|1|2"));
  EXPECT_EQ(again->kind, WriteOutcome::Kind::created);
  EXPECT_EQ(again->version, 4u);
}

TEST_F(IndexWrite, DeletingWhatIsNotThereIsAnOperationToo) {
  auto removed = apply_one(*index_, delete_op("a"));
  EXPECT_EQ(removed->kind, WriteOutcome::Kind::not_found);
  EXPECT_EQ(removed->version, 1u);
  EXPECT_EQ(removed->sequence_number, 0u);
}

TEST_F(IndexWrite, CreateRefusesAnExistingId) {
  ASSERT_TRUE(apply_one(*index_, create_op("a", "shoe|1|2")));
  auto again = apply_one(*index_, create_op("a", "shoe|1|2"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "[a]: version conflict, document already exists (current version [1])");
  EXPECT_EQ(again.error().kind, "version_conflict");
}

TEST_F(IndexWrite, SequenceNumberConditionsHoldOrConflict) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  auto refused = apply_one(*index_, index_op("a", "boot|1|2", {.if_sequence_number = 7, .if_primary_term = 1}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "[a]: version conflict, required seqNo [7], primary term [1]. current document has seqNo [0] and primary "
            "term [1]");
  EXPECT_TRUE(apply_one(*index_, index_op("a", "boot|1|2", {.if_sequence_number = 0, .if_primary_term = 1})));
  auto missing = apply_one(*index_, delete_op("b", {.if_sequence_number = 0, .if_primary_term = 1}));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "[b]: version conflict, required seqNo [0], primary term [1]. but no document was found");
}

TEST_F(IndexWrite, ExternalVersionsMustGrow) {
  EXPECT_EQ(apply_one(*index_, index_op("a", "shoe|1|2", {.version = 5}))->version, 5u);
  auto refused = apply_one(*index_, index_op("a", "boot|1|2", {.version = 5}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "[a]: version conflict, current version [5] is higher or equal to the one provided [5]");
  EXPECT_TRUE(apply_one(*index_, index_op("a", "boot|1|2", {.version = 5, .version_may_equal = true})));
  EXPECT_TRUE(apply_one(*index_, delete_op("a", {.version = 9})));
  EXPECT_FALSE(apply_one(*index_, index_op("a", "late|1|2", {.version = 8})));
}

TEST_F(IndexWrite, OperationsOfOneBatchSeeTheOnesBefore) {
  std::vector<WriteOperation> batch;
  batch.push_back(create_op("a", "one|1|2"));
  batch.push_back(create_op("a", "two|1|2"));
  batch.push_back(stock_op("a", 9));
  batch.push_back(index_op("a", "three|3|2"));
  batch.push_back(delete_op("b"));
  batch.push_back(create_op("b", "four|4|2"));
  batch.push_back(delete_op("a"));
  batch.push_back(stock_op("a", 1));
  batch.push_back(index_op("a", "five|5|2"));
  const WriteReport report = index_->apply(std::move(batch));
  EXPECT_TRUE(report.items[0]);
  EXPECT_FALSE(report.items[1]);
  EXPECT_EQ(report.items[2]->version, 2u);
  EXPECT_EQ(report.items[3]->version, 3u);
  EXPECT_EQ(report.items[5]->version, 2u);
  EXPECT_EQ(report.items[6]->version, 4u);
  EXPECT_EQ(report.items[7]->kind, WriteOutcome::Kind::not_found);
  EXPECT_EQ(report.items[8]->version, 5u);
  EXPECT_EQ(report.log_position, 7u);
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(seen_in(*index_->snapshot()),
            (std::map<std::string, SeenDocument>{{"a", {"five|5|2", 5}}, {"b", {"four|4|2", 4}}}));
}

TEST_F(IndexWrite, ChangesAreVisibleToGetAtOnceAndToSearchesAfterRefresh) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  EXPECT_EQ(index_->get("a")->source, "shoe|1|2");
  EXPECT_TRUE(seen_in(*index_->snapshot()).empty());
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(seen_in(*index_->snapshot()).size(), 1u);
  const auto old = index_->snapshot();
  ASSERT_TRUE(apply_one(*index_, delete_op("a")));
  EXPECT_FALSE(index_->get("a"));
  EXPECT_EQ(seen_in(*index_->snapshot()).size(), 1u);
  ASSERT_TRUE(index_->refresh());
  EXPECT_TRUE(seen_in(*index_->snapshot()).empty());
  EXPECT_EQ(seen_in(*old).size(), 1u);
}

TEST_F(IndexWrite, LiveUpdatesAreSeenWithoutRefreshEvenWhileANewCopyWaits) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  ASSERT_TRUE(index_->refresh());
  ASSERT_TRUE(apply_one(*index_, stock_op("a", 7)));
  EXPECT_EQ(seen_in(*index_->snapshot()).at("a").stock, 7);
  ASSERT_TRUE(apply_one(*index_, index_op("a", "boot|3|2")));
  ASSERT_TRUE(apply_one(*index_, stock_op("a", 0)));
  EXPECT_EQ(seen_in(*index_->snapshot()).at("a"), (SeenDocument{"shoe|1|2", 0}));
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(seen_in(*index_->snapshot()).at("a"), (SeenDocument{"boot|3|2", 0}));
  ASSERT_TRUE(apply_one(*index_, stock_op("a", std::nullopt)));
  EXPECT_EQ(seen_in(*index_->snapshot()).at("a").stock, std::nullopt);
  EXPECT_EQ(index_->get("a")->version, 5u);
  EXPECT_FALSE(index_->get("a")->live_changes.empty());
}

TEST_F(IndexWrite, LiveUpdatesNeedALiveField) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  LiveUpdateOperation update{.id = "a"};
  update.values.emplace_back(kTitle, std::variant<std::int64_t, double>(std::int64_t{1}));
  auto refused = apply_one(*index_, update);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
}

TEST_F(IndexWrite, WritesAfterCloseAreRefused) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  ASSERT_TRUE(index_->close());
  auto refused = apply_one(*index_, index_op("b", "shoe|1|2"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(apply_one(*index_, delete_op("a")));
}

TEST_F(IndexWrite, WaitersAreCalledByTheRefreshThatShowsTheirChange) {
  bool called = false;
  index_->when_refreshed([&] { called = true; });
  EXPECT_TRUE(called);  // nothing to wait for
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  called = false;
  index_->when_refreshed([&] { called = seen_in(*index_->snapshot()).size() == 1; });
  EXPECT_TRUE(called);  // without background work it is done at once
}

TEST_F(IndexWrite, MergesKeepDocumentOrderAndLiveValues) {
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(apply_one(*index_, index_op("p" + std::to_string(i), "shoe|1|2")));
    ASSERT_TRUE(index_->refresh());
  }
  ASSERT_TRUE(apply_one(*index_, stock_op("p3", 33)));
  ASSERT_TRUE(apply_one(*index_, delete_op("p1")));
  ASSERT_TRUE(index_->force_merge(1));
  const auto snapshot = index_->snapshot();
  ASSERT_EQ(snapshot->segments().size(), 1u);
  std::string order;
  for (std::uint32_t doc = 0; doc < snapshot->segments()[0].segment->doc_count(); ++doc) {
    order += snapshot->segments()[0].segment->doc_id(DocId{doc});
  }
  EXPECT_EQ(order, "p0p2p3p4p5");
  EXPECT_EQ(seen_in(*snapshot).at("p3").stock, 33);
  EXPECT_EQ(index_->get("p3")->version, 2u);
}

TEST_F(IndexWrite, MemoryGoesBackAfterDeletesAndMerges) {
  const auto image_bytes = [&] {
    std::uint64_t total = 0;
    for (const SegmentView& view : index_->snapshot()->segments()) total += view.segment->image_bytes().size();
    return total;
  };
  constexpr int kDocs = 2'000;
  for (int i = 0; i < kDocs; ++i) {
    ASSERT_TRUE(apply_one(*index_, index_op("p" + std::to_string(i), "shoe " + std::to_string(i * 7919) + "|1|2")));
    if (i % 500 == 499) ASSERT_TRUE(index_->refresh());
  }
  const std::uint64_t before = image_bytes();
  std::vector<std::weak_ptr<const Segment>> old;
  for (const SegmentView& view : index_->snapshot()->segments()) old.emplace_back(view.segment);
  ASSERT_EQ(old.size(), 4u);
  for (int i = 0; i < kDocs; ++i) {
    if (i % 20 != 0) ASSERT_TRUE(apply_one(*index_, delete_op("p" + std::to_string(i))));
  }
  ASSERT_TRUE(index_->refresh());
  ASSERT_TRUE(index_->force_merge(1));
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(seen_in(*index_->snapshot()).size(), kDocs / 20u);
  EXPECT_LT(image_bytes() * 5, before);
  for (const auto& segment : old) EXPECT_TRUE(segment.expired());  // nothing holds what was merged away
}

TEST_F(IndexWrite, AGrownSchemaGivesOldDocumentsItsLiveFields) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1|2")));
  ASSERT_TRUE(index_->refresh());
  auto fields = shop_schema()->fields();
  fields.push_back(Field{.name = "sold", .type = FieldType::long_number, .live = true});
  index_->set_schema(std::make_shared<const Schema>(fields, nullptr));
  LiveUpdateOperation update{.id = "a"};
  update.values.emplace_back(FieldId{3}, std::variant<std::int64_t, double>(std::int64_t{12}));
  ASSERT_TRUE(apply_one(*index_, update));
  ASSERT_TRUE(index_->refresh());
  const auto snapshot = index_->snapshot();
  EXPECT_EQ(snapshot->segments()[0].segment->numbers(FieldId{3})->first(DocId{0}), 12);
  EXPECT_EQ(snapshot->schema().size(), 4u);
}

}  // namespace
}  // namespace aisle::engine::testing
