#include "engine/index/segment/segment_builder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "analyzers/analyzer.hpp"
#include "analyzers/analyzer_registry.hpp"
#include "analyzers/token_filters/token_filter.hpp"
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

/// Gives six tokens at four positions, whatever the text.
class AlternativesFilter final : public analyzers::TokenFilter {
 public:
  void apply(analyzers::TokenStream& stream) const override {
    stream.mutable_tokens().clear();
    for (const std::uint32_t position : {0U, 0U, 1U, 1U, 1U, 3U}) {
      analyzers::Token token;
      token.term = "t";
      token.position = position;
      stream.mutable_tokens().push_back(token);
    }
    stream.set_end_position(4);
  }
};

TEST(SegmentBuilder, CountsNoAlternativesInLengths) {
  const auto schema = test_schema();
  analyzers::AnalyzerChain chain = schema->field(FieldId{testing::kTitle}).index_analyzer->chain();
  chain.token_filters.push_back({"alternatives", std::make_shared<AlternativesFilter>()});
  const analyzers::Analyzer analyzer("alternatives", std::move(chain));
  TermFieldBuffer buffer(schema->field(FieldId{testing::kTitle}));
  AnalysisScratch scratch;
  buffer.begin_document(0);
  buffer.add_text("some text", analyzer, scratch);
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

/// What a text field holds, found by analysing each text as a whole.
using Occurrences = std::map<std::string, std::map<std::uint32_t, std::vector<std::uint32_t>>>;

Occurrences occurrences_by_analysis(const analyzers::Analyzer& analyzer, const std::vector<std::string>& texts) {
  Occurrences found;
  analyzers::TokenStream stream;
  for (std::uint32_t doc = 0; doc < texts.size(); ++doc) {
    analyzer.analyze(texts[doc], stream);
    for (const auto& token : stream.tokens()) found[std::string(token.term)][doc].push_back(token.position);
  }
  return found;
}

Occurrences occurrences_in(const FieldIndex& index) {
  Occurrences found;
  index.for_each_term(0, index.term_count(), [&](TermId term, std::string_view text) {
    for (PostingCursor cursor = index.postings(term, PostingDetail::positions); !cursor.exhausted(); cursor.next_block()) {
      for (std::uint32_t i = 0; i < cursor.docs().size(); ++i) {
        const auto positions = cursor.positions(i);
        found[std::string(text)][index_of(cursor.docs()[i])].assign(positions.begin(), positions.end());
      }
    }
    return true;
  });
  return found;
}

TEST(SegmentBuilder, RemembersWhatWordsBecome) {
  analyzers::AnalysisSettings settings;
  const auto registry = *analyzers::AnalyzerRegistry::build(settings);
  const auto filter = [](std::string type, std::map<std::string, std::vector<std::string>> parameters) {
    return analyzers::ComponentReference{{}, {std::move(type), std::move(parameters)}};
  };
  const std::vector<std::vector<analyzers::ComponentReference>> chains{
      {{"lowercase", {}}, filter("edge_ngram", {{"min_gram", {"2"}}, {"max_gram", {"4"}}})},
      {{"lowercase", {}}, filter("stop", {{"stopwords", {"red", "for"}}}), {"porter_stem", {}}},
      {filter("synonym", {{"synonyms", {"red, crimson", "shoe => boot, sneaker"}}}), {"uppercase", {}}},
      {filter("keyword_marker", {{"keywords", {"running"}}}), filter("unique", {}), {"porter_stem", {}}},
      {{"keyword_repeat", {}}, {"porter_stem", {}}},
  };
  std::mt19937 random(3);
  const std::vector<std::string> words{"Red", "red", "shoe", "shoes", "for", "running", "Running", "a", "ab", "caf\u00e9s",
                                       std::string(300, 'x') + "y", "abcdefghijklmnopqrstuvwxyzabcdefgh"};
  std::vector<std::string> texts(200);
  for (std::string& text : texts) {
    for (std::uint32_t i = static_cast<std::uint32_t>(random() % 80); i > 0; --i) text += words[random() % words.size()] + " ";
  }
  for (const auto& filters : chains) {
    const auto analyzer = std::move(*registry->make_custom({{}, {"standard", {}}, filters}));
    Field field = test_schema()->field(FieldId{testing::kTitle});
    field.index_analyzer = analyzer.get();
    SegmentBuilder builder(std::make_shared<const Schema>(std::vector<Field>{field}, registry));
    for (int use = 0; use < 2; ++use) {  // the second time with what was kept of the first
      builder.clear();
      for (std::uint32_t doc = 0; doc < texts.size(); ++doc) {
        Document document;
        document.id = std::to_string(doc);
        document.values.push_back({FieldId{0}, std::string_view(texts[doc])});
        ASSERT_TRUE(builder.add(document, 1, 1).ok());
      }
      const auto segment = builder.seal(1);
      EXPECT_EQ(occurrences_in(*segment->field_index(FieldId{0})), occurrences_by_analysis(*analyzer, texts));
    }
  }
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

TEST(SegmentBuilder, GivesTheSameImageOnAnyNumberOfThreads) {
  SegmentBuilder builder(test_schema());
  const auto documents = random_documents(400, 8);
  for (std::size_t i = 0; i < documents.size(); ++i) ASSERT_TRUE(builder.add(documents[i].document(), 1, i).ok());
  const SegmentImage alone = builder.seal_image(7);
  for (const unsigned threads : {2U, 5U}) {
    const SegmentImage together = builder.seal_image(7, threads);
    EXPECT_TRUE(std::ranges::equal(alone.bytes(), together.bytes())) << threads;
  }
}

}  // namespace
}  // namespace aisle::engine
