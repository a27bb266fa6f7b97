#include "engine/index/segment/segment.hpp"

#include <gtest/gtest.h>

#include "engine/index/segment/segment_builder.hpp"
#include "segment_twin.hpp"
#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

using testing::build_segment;
using testing::expect_same;
using testing::random_documents;
using testing::SegmentTwin;
using testing::test_schema;
using testing::TestDocument;

TEST(Segment, SaysWhatItsObviousTwinSays) {
  for (const std::uint32_t count : {1U, 2U, 63U, 64U, 65U, 500U, 50U * static_cast<std::uint32_t>(test_effort(100))}) {
    SCOPED_TRACE("documents, seed: " + std::to_string(count));
    const auto documents = random_documents(count, count);
    expect_same(*build_segment(documents), SegmentTwin(documents));
  }
}

TEST(Segment, MayBeEmpty) {
  const auto segment = build_segment({});
  EXPECT_EQ(segment->doc_count(), 0U);
  EXPECT_FALSE(segment->find_doc("a").has_value());
  EXPECT_EQ(segment->field_index(FieldId{testing::kTitle}), nullptr);
  EXPECT_NE(segment->numbers(FieldId{testing::kStock}), nullptr);
}

TEST(Segment, HasNothingForFieldsThatNobodyHas) {
  const auto segment = build_segment(random_documents(100, 3));
  EXPECT_EQ(segment->field_index(FieldId{testing::kUnused}), nullptr);
  EXPECT_EQ(segment->ordinals(FieldId{testing::kUnused}), nullptr);
  EXPECT_EQ(segment->numbers(FieldId{testing::kUnused}), nullptr);
  EXPECT_FALSE(segment->has_field(FieldId{testing::kUnused}, DocId{0}));
  EXPECT_EQ(segment->field_index(FieldId{1000}), nullptr);
}

TEST(Segment, HasAColumnForEveryLiveField) {
  const auto segment = build_segment(random_documents(100, 3));
  const NumericColumn* column = segment->numbers(FieldId{testing::kUnusedLive});
  ASSERT_NE(column, nullptr);
  EXPECT_TRUE(column->is_live());
  EXPECT_FALSE(column->has_value(DocId{99}));
  EXPECT_FALSE(column->bounds().has_value());
}

TEST(Segment, FindsTheNewestOfDocumentsWithOneId) {
  auto documents = random_documents(300, 5);
  for (const std::uint32_t doc : {17U, 100U, 250U}) documents[doc].id = "twice";
  EXPECT_EQ(build_segment(documents)->find_doc("twice"), DocId{250});
}

TEST(Segment, KeepsSourcesOfAnyBytes) {
  auto documents = random_documents(200, 6);
  documents[3].source = "";
  documents[4].source = std::string(300000, 'x');
  documents[5].source = std::string("\x37\xA4\x30\xEC\0\0", 6);
  expect_same(*build_segment(documents), SegmentTwin(documents));
}

TEST(Segment, CompressesSources) {
  const auto documents = random_documents(2000, 6);
  std::size_t raw = 0;
  std::size_t stored = 0;
  const auto segment = build_segment(documents);
  for (std::uint32_t doc = 0; doc < documents.size(); ++doc) {
    raw += documents[doc].source.size();
    stored += segment->sources().stored(DocId{doc}).size();
  }
  EXPECT_LT(stored, raw * 3 / 4);
}

TEST(Segment, ChangesLiveValuesInPlace) {
  const auto segment = build_segment(random_documents(100, 7));
  const FieldId stock{testing::kStock};
  EXPECT_FALSE(segment->has_live_changes(DocId{9}));
  segment->set_live(stock, DocId{9}, 123456789);
  EXPECT_EQ(segment->numbers(stock)->first(DocId{9}), 123456789);
  EXPECT_GE(segment->numbers(stock)->bounds()->second, 123456789);
  EXPECT_TRUE(segment->has_live_changes(DocId{9}));
  segment->set_live(stock, DocId{9}, std::nullopt);
  EXPECT_FALSE(segment->numbers(stock)->has_value(DocId{9}));
  EXPECT_FALSE(segment->has_field(stock, DocId{9}));
}

TEST(Segment, GivesItsLiveStateToAnotherOfTheSameImage) {
  const auto documents = random_documents(100, 8);
  const auto changed = build_segment(documents);
  const NumericEncoding real = NumericColumn::live_encoding(ValueClass::real);
  changed->set_live(FieldId{testing::kStock}, DocId{1}, -5);
  changed->set_live(FieldId{testing::kBoost}, DocId{2}, real.encode(2.75));
  changed->set_live(FieldId{testing::kUnusedLive}, DocId{3}, 1);
  changed->set_version(DocId{4}, 44, 4444);
  const std::vector<std::byte> state = changed->export_live_state();

  const auto restored = build_segment(documents);
  ASSERT_TRUE(restored->import_live_state(state).ok());
  EXPECT_EQ(restored->numbers(FieldId{testing::kStock})->first(DocId{1}), -5);
  const NumericColumn& column = *restored->numbers(FieldId{testing::kBoost});
  EXPECT_EQ(column.as_double(column.first(DocId{2})), 2.75);
  EXPECT_EQ(restored->numbers(FieldId{testing::kUnusedLive})->first(DocId{3}), 1);
  EXPECT_EQ(restored->version(DocId{4}), 44U);
  EXPECT_EQ(restored->sequence_number(DocId{4}), 4444U);
  EXPECT_TRUE(restored->has_live_changes(DocId{2}));
  EXPECT_FALSE(restored->has_live_changes(DocId{4}));
}

TEST(Segment, RefusesDamagedLiveState) {
  const auto segment = build_segment(random_documents(20, 9));
  const std::vector<std::byte> state = segment->export_live_state();
  for (std::size_t i = 0; i < state.size(); i += 3) {
    std::vector<std::byte> damaged = state;
    damaged[i] ^= std::byte{4};
    EXPECT_EQ(segment->import_live_state(damaged).error().code, ErrorCode::data_corrupt);
  }
  for (std::size_t size = 0; size < state.size(); size += 7) {
    EXPECT_FALSE(segment->import_live_state(std::span(state).first(size)).ok());
  }
  const auto other = build_segment(random_documents(20, 9), 2);
  EXPECT_FALSE(other->import_live_state(state).ok());
}

TEST(Segment, SharesItsLiveValuesWithItselfUnderAGrownSchema) {
  const auto segment = build_segment(random_documents(50, 10));
  std::vector<Field> fields = test_schema()->fields();
  Field added;
  added.name = "flash_price";
  added.type = FieldType::double_number;
  added.live = true;
  fields.push_back(added);
  const Schema grown(fields, test_schema()->shared_analyzers());
  const auto wider = segment->with_schema(grown);
  const FieldId flash_price{testing::kTestFields};
  ASSERT_NE(wider->numbers(flash_price), nullptr);
  EXPECT_EQ(segment->numbers(flash_price), nullptr);
  wider->set_live(FieldId{testing::kStock}, DocId{0}, 77);
  EXPECT_EQ(segment->numbers(FieldId{testing::kStock})->first(DocId{0}), 77);
}

}  // namespace
}  // namespace aisle::engine
