#include "engine/index/segment/segment_builder.hpp"

#include <gtest/gtest.h>

#include "segment_twin.hpp"

namespace aisle::engine {
namespace {

using testing::random_documents;
using testing::test_schema;
using testing::TestDocument;

TEST(SegmentBuilder, ShowsBufferedDocumentsBeforeTheSeal) {
  SegmentBuilder builder(test_schema());
  const auto documents = random_documents(10, 1);
  for (const TestDocument& document : documents) ASSERT_TRUE(builder.add(document.document(), 3, 4).ok());
  EXPECT_EQ(builder.doc_count(), 10U);
  EXPECT_EQ(builder.doc_id(DocId{7}), documents[7].id);
  EXPECT_EQ(builder.source(DocId{7}), documents[7].source);
  EXPECT_EQ(builder.version(DocId{7}), 3U);
  EXPECT_EQ(builder.sequence_number(DocId{7}), 4U);
  EXPECT_GT(builder.memory_bytes(), documents[7].source.size());
}

TEST(SegmentBuilder, RefusesImmenseKeywordsAndAddsNothing) {
  SegmentBuilder builder(test_schema());
  TestDocument document;
  document.id = "a";
  document.texts[testing::kTitle] = {"red shoe"};
  document.texts[testing::kBrand] = {std::string(32767, 'b')};
  const Result<DocId> added = builder.add(document.document(), 1, 1);
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(added.error().message.starts_with(
      "Document contains at least one immense term in field=\"brand\" (whose UTF8 encoding is longer than the max "
      "length 32766), all of which were skipped. Please correct the analyzer to not produce such terms. The prefix of "
      "the first immense term is: '[98, 98, "));
  EXPECT_EQ(builder.doc_count(), 0U);
  document.texts[testing::kBrand] = {std::string(32766, 'b')};
  ASSERT_TRUE(builder.add(document.document(), 1, 1).ok());
  const auto segment = builder.seal(1);
  EXPECT_EQ(segment->field_index(FieldId{testing::kTitle})->term_count(), 2U);
  EXPECT_EQ(segment->field_index(FieldId{testing::kBrand})->term(TermId{0}).size(), 32766U);
}

TEST(SegmentBuilder, CountsNoAlternativesInLengths) {
  const auto schema = test_schema();
  TermFieldBuffer buffer(schema->field(FieldId{testing::kTitle}));
  analyzers::TokenStream tokens;
  for (const std::uint32_t position : {0U, 0U, 1U, 1U, 1U, 3U}) {
    analyzers::Token token;
    token.term = "t";
    token.position = position;
    tokens.mutable_tokens().push_back(token);
  }
  tokens.set_end_position(4);
  buffer.begin_document(0);
  buffer.add_tokens(tokens);
  buffer.end_document();
  ImageWriter image;
  buffer.seal(image, 1);
  const SegmentImage sealed = std::move(image).finish(1, 1);
  const auto sections = SectionTable::open(sealed.bytes(), ImageTrust::verify);
  const auto index = FieldIndex::open(*sections, testing::kTitle, ImageTrust::verify);
  EXPECT_EQ(index->norms()[0], 3);
  PostingCursor cursor = index->postings(TermId{0}, PostingDetail::positions);
  EXPECT_EQ(cursor.freqs()[0], 6U);
  const auto positions = cursor.positions(0);
  EXPECT_EQ(std::vector(positions.begin(), positions.end()), (std::vector<std::uint32_t>{0, 0, 1, 1, 1, 3}));
}

TEST(SegmentBuilder, TakesLiveChangesBeforeTheSeal) {
  SegmentBuilder builder(test_schema());
  for (const TestDocument& document : random_documents(10, 2)) ASSERT_TRUE(builder.add(document.document(), 1, 1).ok());
  const FieldId stock{testing::kStock};
  builder.set_live(stock, DocId{4}, 99);
  EXPECT_EQ(builder.live_value(stock, DocId{4}), 99);
  EXPECT_TRUE(builder.has_live_changes(DocId{4}));
  const auto segment = builder.seal(1);
  EXPECT_EQ(segment->numbers(stock)->first(DocId{4}), 99);
  EXPECT_TRUE(segment->has_live_changes(DocId{4}));
  EXPECT_FALSE(segment->has_live_changes(DocId{5}));
}

TEST(SegmentBuilder, GoesOnUnderAGrownSchema) {
  SegmentBuilder builder(test_schema());
  const auto documents = random_documents(2, 2);
  ASSERT_TRUE(builder.add(documents[0].document(), 1, 1).ok());
  std::vector<Field> fields = test_schema()->fields();
  Field color;
  color.name = "color";
  fields.push_back(color);
  builder.set_schema(std::make_shared<const Schema>(fields, test_schema()->shared_analyzers()));
  Document second = documents[1].document();
  second.values.push_back({FieldId{testing::kTestFields}, std::string_view("red")});
  ASSERT_TRUE(builder.add(second, 1, 1).ok());
  const auto segment = builder.seal(1);
  const FieldId color_id{testing::kTestFields};
  ASSERT_NE(segment->field_index(color_id), nullptr);
  EXPECT_FALSE(segment->has_field(color_id, DocId{0}));
  EXPECT_TRUE(segment->has_field(color_id, DocId{1}));
}

TEST(SegmentBuilder, GivesTheSameImageAfterItWasUsedForOtherDocuments) {
  const auto documents = random_documents(300, 5);
  const auto image_of = [&documents](SegmentBuilder& builder) {
    for (std::size_t i = 150; i < documents.size(); ++i) EXPECT_TRUE(builder.add(documents[i].document(), 1, i).ok());
    const SegmentImage image = builder.seal_image(7);
    return std::vector<std::byte>(image.bytes().begin(), image.bytes().end());
  };
  SegmentBuilder used(test_schema());
  for (std::size_t i = 0; i < 200; ++i) ASSERT_TRUE(used.add(documents[i].document(), 1, i).ok());
  used.clear();
  EXPECT_EQ(used.doc_count(), 0u);
  EXPECT_EQ(used.memory_bytes(), 0u);
  SegmentBuilder fresh(test_schema());
  EXPECT_EQ(image_of(used), image_of(fresh));
}

}  // namespace
}  // namespace aisle::engine
