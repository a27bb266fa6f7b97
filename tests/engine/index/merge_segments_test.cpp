#include "engine/index/segment/merge_segments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "engine/index/segment/segment_builder.hpp"
#include "segment_twin.hpp"

namespace aisle::engine {
namespace {

using testing::build_segment;
using testing::expect_same;
using testing::random_documents;
using testing::SegmentTwin;
using testing::test_schema;
using testing::TestDocument;

/// Segments of random documents, some of them deleted, and what is left of them.
struct Parts {
  std::vector<std::shared_ptr<Segment>> segments;
  std::vector<std::unique_ptr<LiveDocs>> live;
  std::vector<TestDocument> survivors;

  std::vector<MergeInput> inputs() const {
    std::vector<MergeInput> inputs;
    for (std::size_t i = 0; i < segments.size(); ++i) inputs.push_back({segments[i].get(), live[i].get()});
    return inputs;
  }
};

Parts make_parts(const std::vector<std::uint32_t>& sizes, std::uint32_t deleted_percent, std::uint64_t seed) {
  Parts parts;
  std::mt19937_64 random(seed);
  std::uint32_t number = 0;
  for (const std::uint32_t size : sizes) {
    std::vector<TestDocument> documents = random_documents(size, random());
    std::vector<std::uint64_t> words((size + 63) / 64, 0);
    for (std::uint32_t doc = 0; doc < size; ++doc) {
      documents[doc].id = "doc-" + std::to_string(number++);
      if (random() % 100 < deleted_percent) continue;
      words[doc >> 6] |= std::uint64_t{1} << (doc & 63);
      parts.survivors.push_back(documents[doc]);
    }
    parts.segments.push_back(build_segment(documents, parts.segments.size() + 1));
    parts.live.push_back(deleted_percent == 0 ? nullptr : std::make_unique<LiveDocs>(std::move(words)));
  }
  return parts;
}

std::shared_ptr<Segment> merge(const Parts& parts) {
  const MergeOutput output = merge_segments(parts.inputs(), *test_schema(), 99);
  EXPECT_EQ(output.doc_count, parts.survivors.size());
  Result<std::shared_ptr<Segment>> merged =
      Segment::open(SegmentImage::copy_of(output.image.bytes()), *test_schema());
  EXPECT_TRUE(merged.ok()) << (merged.ok() ? "" : merged.error().message);
  return *merged;
}

/// Every section but the sources, which may be compressed otherwise.
void expect_same_sections(const Segment& a, const Segment& b) {
  const auto left = SectionTable::open(a.image_bytes(), ImageTrust::verify);
  const auto right = SectionTable::open(b.image_bytes(), ImageTrust::verify);
  ASSERT_EQ(left->entries().size(), right->entries().size());
  for (std::size_t i = 0; i < left->entries().size(); ++i) {
    const SectionEntry& entry = left->entries()[i];
    const auto kind = static_cast<SectionKind>(entry.kind);
    if (kind >= SectionKind::source_chunks && kind <= SectionKind::source_bytes) continue;
    EXPECT_EQ(entry.field, right->entries()[i].field);
    EXPECT_EQ(entry.checksum, right->entries()[i].checksum) << to_string(kind) << " of field " << entry.field;
  }
}

TEST(MergeSegments, GivesWhatBuildingTheSurvivorsGives) {
  struct Case {
    std::vector<std::uint32_t> sizes;
    std::uint32_t deleted_percent;
  };
  const std::vector<Case> cases{{{1, 1}, 0}, {{200, 300, 50}, 0}, {{200, 300, 50}, 30}, {{3000, 10, 700}, 10}, {{100, 100}, 97}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE("case and seed " + std::to_string(i));
    const Parts parts = make_parts(cases[i].sizes, cases[i].deleted_percent, i);
    const auto merged = merge(parts);
    expect_same(*merged, SegmentTwin(parts.survivors));
    expect_same_sections(*merged, *build_segment(parts.survivors, 99));
  }
}

TEST(MergeSegments, GivesTheSameImageOnAnyNumberOfThreads) {
  for (const std::uint32_t deleted_percent : {0U, 20U}) {
    const Parts parts = make_parts({900, 40, 500}, deleted_percent, 12);
    const MergeOutput alone = merge_segments(parts.inputs(), *test_schema(), 99, 1);
    for (const unsigned threads : {2U, 5U}) {
      const MergeOutput together = merge_segments(parts.inputs(), *test_schema(), 99, threads);
      EXPECT_TRUE(std::ranges::equal(alone.image.bytes(), together.image.bytes())) << threads;
    }
  }
}

TEST(MergeSegments, LeavesNothingOfSegmentsWithoutSurvivors) {
  const Parts parts = make_parts({100, 50}, 100, 1);
  EXPECT_EQ(merge(parts)->doc_count(), 0U);
}

TEST(MergeSegments, TellsWhereDocumentsWent) {
  const Parts parts = make_parts({70, 70}, 50, 4);
  const MergeOutput output = merge_segments(parts.inputs(), *test_schema(), 7);
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::uint32_t doc = 0; doc < 70; ++doc) {
      const DocId wanted = parts.live[i]->is_live(DocId{doc}) ? DocId{next++} : kEndDoc;
      EXPECT_EQ(output.doc_maps[i][doc], wanted);
    }
  }
}

TEST(MergeSegments, CompressesSmallSegmentsTogether) {
  for (const std::uint32_t size : {20U, 100U}) {
    const Parts small = make_parts(std::vector<std::uint32_t>(12, size), 20, size);
    const auto merged = merge(small);
    ASSERT_EQ(merged->sources().chunks().size(), 1U);
    EXPECT_EQ(merged->sources().chunks()[0].compressed, 1U);
    expect_same(*merged, SegmentTwin(small.survivors));
  }
}

/// Segments whose sources are as large as asked, half of it noise.
Parts make_parts_of_bytes(const std::vector<std::size_t>& stored_bytes) {
  constexpr std::size_t kSourceBytes = 24'000;
  Parts parts;
  std::mt19937_64 random(17);
  for (const std::size_t bytes : stored_bytes) {
    std::vector<TestDocument> documents = random_documents(static_cast<std::uint32_t>(2 * bytes / kSourceBytes), random());
    for (TestDocument& document : documents) {
      document.id = "doc-" + std::to_string(parts.survivors.size());
      while (document.source.size() < kSourceBytes) document.source += std::to_string(random()) + " and again";
      parts.survivors.push_back(document);
    }
    parts.segments.push_back(build_segment(documents, parts.segments.size() + 1));
    parts.live.push_back(nullptr);
  }
  return parts;
}

TEST(MergeSegments, CopiesLargeChunksOfSourcesAndJoinsSmallOnesBetweenThem) {
  constexpr std::size_t kLarge = 3u << 20;
  constexpr std::size_t kSmall = 800u << 10;
  const Parts parts = make_parts_of_bytes({kLarge, kLarge, kSmall, kSmall, kLarge, kSmall});
  const auto merged = merge(parts);
  ASSERT_EQ(merged->sources().chunks().size(), 5U);
  const auto bytes_of = [](const Segment& segment, std::size_t chunk) {
    return segment.sources().dictionary(segment.sources().chunks()[chunk]);
  };
  const std::vector<std::pair<std::size_t, std::size_t>> copied{{0, 0}, {1, 1}, {3, 4}, {4, 5}};
  for (const auto& [chunk, input] : copied) {
    EXPECT_TRUE(std::ranges::equal(bytes_of(*merged, chunk), bytes_of(*parts.segments[input], 0))) << chunk;
  }
  for (std::uint32_t doc = 0; doc < merged->doc_count(); ++doc) {
    std::string source;
    merged->append_source(DocId{doc}, source);
    ASSERT_EQ(source, parts.survivors[doc].source) << doc;
  }
}

TEST(MergeSegments, MergesMergedSegments) {
  Parts parts = make_parts({300, 200}, 20, 8);
  const auto once = merge(parts);
  Parts again = make_parts({150}, 0, 9);
  for (TestDocument& document : again.survivors) document.id += "-again";
  const auto rebuilt = build_segment(again.survivors, 3);
  const std::vector<MergeInput> inputs{{once.get(), nullptr}, {rebuilt.get(), nullptr}};
  MergeOutput output = merge_segments(inputs, *test_schema(), 99);
  std::vector<TestDocument> all = parts.survivors;
  all.insert(all.end(), again.survivors.begin(), again.survivors.end());
  const auto merged = Segment::open(std::move(output.image), *test_schema());
  ASSERT_TRUE(merged.ok());
  expect_same(**merged, SegmentTwin(all));
}

TEST(MergeSegments, TakesLiveValuesAsTheyAre) {
  const Parts parts = make_parts({50, 50}, 0, 10);
  parts.segments[1]->set_live(FieldId{testing::kStock}, DocId{7}, 4242);
  parts.segments[1]->set_version(DocId{7}, 12, 3456);
  const auto merged = merge(parts);
  EXPECT_EQ(merged->numbers(FieldId{testing::kStock})->first(DocId{57}), 4242);
  EXPECT_EQ(merged->version(DocId{57}), 12U);
  EXPECT_EQ(merged->sequence_number(DocId{57}), 3456U);
  EXPECT_TRUE(merged->has_live_changes(DocId{57}));
  EXPECT_FALSE(merged->has_live_changes(DocId{7}));
}

TEST(MergeSegments, RunsWhileLiveValuesChange) {
  const Parts parts = make_parts({500, 500}, 0, 11);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (std::int64_t i = 0; !stop; ++i) {
      const DocId doc{static_cast<std::uint32_t>(i % 500)};
      parts.segments[0]->set_live(FieldId{testing::kStock}, doc, i % 7 == 0 ? std::nullopt : std::optional(i));
      parts.segments[0]->set_version(doc, 1, static_cast<std::uint64_t>(i));
    }
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(merge(parts)->doc_count(), 1000U);
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace aisle::engine
