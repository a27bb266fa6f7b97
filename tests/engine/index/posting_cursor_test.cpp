#include "engine/index/postings/posting_cursor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/index/postings/posting_list_writer.hpp"

namespace aisle::engine {
namespace {

/// A posting list within an image of its own.
class WrittenList {
 public:
  WrittenList(const PostingList& list, PostingDetail kept, std::span<const std::uint8_t> norms, std::uint32_t doc_count)
      : norms_(norms.begin(), norms.end()), image_(ImageMemory{}) {
    ImageWriter writer;
    writer.begin_section(SectionKind::postings, 0);
    entry_ = PostingListWriter(writer, kept, norms_, doc_count).write(list.range());
    writer.end_section();
    image_ = std::move(writer).finish(1, 0);
    sections_ = *SectionTable::open(image_.bytes(), ImageTrust::verify);
    section_ = sections_.find(SectionKind::postings, 0);
    EXPECT_EQ(find_posting_fault(entry_, section_, kept, doc_count), nullptr);
    view_ = {section_.data(), norms_.empty() ? nullptr : norms_.data(), doc_count, kept};
  }
  PostingCursor open(PostingDetail detail) const { return PostingCursor(view_, entry_, detail); }
  std::size_t bytes() const { return section_.size(); }
  const TermEntry& entry() const { return entry_; }
  std::span<const std::byte> section() const { return section_; }

 private:
  std::vector<std::uint8_t> norms_;
  SegmentImage image_;
  SectionTable sections_;
  std::span<const std::byte> section_;
  TermEntry entry_;
  PostingsView view_;
};

struct Shape {
  const char* name;
  std::uint32_t count;
  std::uint32_t doc_count;
  std::uint32_t greatest_gap;  ///< documents left out between postings: 0 .. this - 1
  std::uint32_t greatest_freq;
  std::uint32_t jump_every = 0;  ///< a gap of 100,000 once in so many postings
};

class PostingShapes : public ::testing::TestWithParam<Shape> {};

PostingList make_list(const Shape& shape, std::mt19937_64& random) {
  PostingList list;
  std::uint32_t doc = static_cast<std::uint32_t>(random() % 3);
  for (std::uint32_t i = 0; i < shape.count; ++i) {
    list.docs.push_back(doc);
    list.freqs.push_back(1 + static_cast<std::uint32_t>(random() % shape.greatest_freq));
    std::uint32_t position = 0;
    for (std::uint32_t k = 0; k < list.freqs.back(); ++k) {
      position += static_cast<std::uint32_t>(random() % 40);
      list.positions.push_back(position);
    }
    doc += 1 + static_cast<std::uint32_t>(random() % shape.greatest_gap);
    if (shape.jump_every != 0 && i % shape.jump_every == shape.jump_every - 1) doc += 100000;
  }
  return list;
}

TEST_P(PostingShapes, ReadBackAsTheyWereWritten) {
  const Shape& shape = GetParam();
  std::mt19937_64 random(shape.count);
  const PostingList list = make_list(shape, random);
  ASSERT_LT(list.docs.back(), shape.doc_count);
  std::vector<std::uint8_t> norms(shape.doc_count);
  for (auto& norm : norms) norm = static_cast<std::uint8_t>(1 + random() % 60);
  for (const PostingDetail kept : {PostingDetail::docs, PostingDetail::freqs, PostingDetail::positions}) {
    const WrittenList written(list, kept, norms, shape.doc_count);
    PostingCursor cursor = written.open(kept);
    std::size_t at = 0;
    std::size_t position = 0;
    for (; !cursor.exhausted(); cursor.next_block()) {
      const auto docs = cursor.docs();
      const auto impacts = PostingCursor(cursor).peek_block(docs.front()).impacts.size();
      EXPECT_GE(impacts, 1U);
      EXPECT_LE(impacts, 8U);
      for (std::uint32_t i = 0; i < docs.size(); ++i, ++at) {
        ASSERT_EQ(index_of(docs[i]), list.docs[at]);
        ASSERT_EQ(cursor.freqs()[i], kept == PostingDetail::docs ? 1 : list.freqs[at]);
        if (kept != PostingDetail::positions) continue;
        const auto positions = cursor.positions(i);
        ASSERT_EQ(positions.size(), list.freqs[at]);
        for (const std::uint32_t seen : positions) ASSERT_EQ(seen, list.positions[position++]);
      }
    }
    ASSERT_EQ(at, list.docs.size());
  }
}

TEST_P(PostingShapes, SeekAndFillWindowsAlike) {
  const Shape& shape = GetParam();
  std::mt19937_64 random(shape.count + 1);
  const PostingList list = make_list(shape, random);
  const WrittenList written(list, PostingDetail::freqs, {}, shape.doc_count);
  for (int round = 0; round < 20; ++round) {
    PostingCursor cursor = written.open(PostingDetail::docs);
    std::uint32_t target = 0;
    while (target < shape.doc_count) {
      target += static_cast<std::uint32_t>(random() % (shape.doc_count / (1 + random() % 50) + 1));
      const auto wanted = std::lower_bound(list.docs.begin(), list.docs.end(), target);
      const DocId bound = cursor.peek_block(DocId{target}).last;
      cursor.seek_block(DocId{target});
      ASSERT_EQ(bound, cursor.block_last());
      if (wanted == list.docs.end()) {
        ASSERT_TRUE(cursor.exhausted());
        break;
      }
      const auto docs = cursor.docs();
      ASSERT_TRUE(std::binary_search(docs.begin(), docs.end(), DocId{*wanted}));
      if (random() % 4 != 0) continue;
      const DocId base{target / kWindowSize * kWindowSize};
      if (docs.front() < base) continue;  // a cursor never moves back
      WindowBits bits;
      PostingCursor copy = cursor;
      copy.fill_window(base, bits);
      for (const DocId doc : docs) {
        if (index_of(doc) - index_of(base) < kWindowSize) ASSERT_TRUE(bits.test(index_of(doc) - index_of(base)));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Formats, PostingShapes,
    ::testing::Values(Shape{"single", 1, 100, 1, 9}, Shape{"two", 2, 100000, 90000, 3},
                      Shape{"short", 90, 100000, 900, 3}, Shape{"exact", 128, 1000000, 900, 70},
                      Shape{"blocks", 3000, 1000000, 300, 5}, Shape{"frequent", 500, 1000000, 900, 3000},
                      Shape{"run", 1000, 100000, 1, 2}, Shape{"clustered", 2000, 4000000, 3, 4, 150},
                      Shape{"dense", 40000, 110000, 4, 4}, Shape{"everything", 5000, 5002, 1, 1},
                      Shape{"wide", 300, 4'000'000, 10000, 2}),
    [](const auto& shape) { return std::string(shape.param.name); });

TEST(PostingCursor, IsEmptyWhenMadeFromNothing) {
  PostingCursor cursor;
  EXPECT_TRUE(cursor.exhausted());
  EXPECT_TRUE(cursor.docs().empty());
  EXPECT_TRUE(cursor.freqs().empty());
  EXPECT_EQ(cursor.peek_block(DocId{0}).last, kEndDoc);
  EXPECT_TRUE(cursor.list_impacts().empty());
  WindowBits bits;
  cursor.fill_window(DocId{0}, bits);
  cursor.seek_block(DocId{3});
  cursor.next_block();
  EXPECT_TRUE(cursor.docs().empty());
}

TEST(PostingCursor, KeepsClusteredListsSmall) {
  std::mt19937_64 random(1);
  const PostingList list = make_list({"", 12800, 4000000, 3, 1, 640}, random);
  const WrittenList written(list, PostingDetail::docs, {}, 4000000);
  EXPECT_LT(written.bytes() * 8, list.docs.size() * 7);
}

TEST(PostingCursor, IsOnlyGivenListsWithoutFaults) {
  std::mt19937_64 random(2);
  const PostingList list = make_list({"", 700, 100000, 50, 4}, random);
  const WrittenList written(list, PostingDetail::positions, {}, 100000);
  std::uint32_t found = 0;
  std::vector<std::byte> bytes(written.section().begin(), written.section().end());
  const std::size_t size = bytes.size();
  bytes.resize(size + 64);  // images always go on after a section
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] ^= std::byte{0x81};
    const auto section = std::span<const std::byte>(bytes).first(size);
    if (find_posting_fault(written.entry(), section, PostingDetail::positions, 100000) != nullptr) {
      ++found;
    } else {
      const PostingsView view{bytes.data(), nullptr, 100000, PostingDetail::positions};
      PostingCursor cursor(view, written.entry(), PostingDetail::positions);
      for (; !cursor.exhausted(); cursor.next_block()) {
        for (std::uint32_t k = 0; k < cursor.docs().size(); ++k) {
          EXPECT_LT(index_of(cursor.docs()[k]), 100000U);
          EXPECT_EQ(cursor.positions(k).size(), cursor.freqs()[k]);
        }
      }
    }
    bytes[i] ^= std::byte{0x81};
  }
  EXPECT_GT(found, 0U);
}

}  // namespace
}  // namespace aisle::engine
