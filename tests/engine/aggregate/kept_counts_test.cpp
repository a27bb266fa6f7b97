// Counts kept ready are those of a loop over the documents, whatever was changed or deleted meanwhile.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/aggregate/kept/kept_counts.hpp"
#include "engine/index/segment/segment_builder.hpp"
#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kDocs = 17'003;  // smaller segments keep nothing
const FieldId kShelf{0};
const FieldId kRating{1};
const FieldId kPrice{2};

std::shared_ptr<const Schema> make_schema() {
  std::vector<Field> fields(3);
  fields[0].name = "shelf";
  fields[0].type = FieldType::keyword;
  fields[1].name = "rating";
  fields[1].type = FieldType::integer;
  fields[1].live = true;
  fields[2].name = "price";
  fields[2].type = FieldType::double_number;
  fields[2].live = true;
  return std::make_shared<const Schema>(std::move(fields), nullptr);
}

std::shared_ptr<Segment> make_segment(std::mt19937& random) {
  SegmentBuilder builder(make_schema());
  for (std::uint32_t i = 0; i < kDocs; ++i) {
    Document document;
    document.id = std::to_string(i);
    document.source = "{}";
    const std::string shelf = "s" + std::to_string(random() % 5);
    const std::string other = "s" + std::to_string(random() % 9);
    if (random() % 9 != 0) document.values.push_back({kShelf, std::string_view(shelf)});
    if (random() % 3 == 0) document.values.push_back({kShelf, std::string_view(other)});
    if (random() % 7 != 0) document.values.push_back({kRating, static_cast<std::int64_t>(random() % 6)});
    if (random() % 7 != 0) document.values.push_back({kPrice, static_cast<double>(random() % 90'000) / 100.0});
    EXPECT_TRUE(builder.add(document, 1, i).ok());
  }
  return builder.seal(1);
}

SegmentView view_of(const std::shared_ptr<Segment>& segment, std::vector<std::uint64_t>& words, std::mt19937& random,
                    std::uint32_t deletes) {
  for (; deletes > 0; --deletes) {
    const std::uint32_t doc = random() % kDocs;
    words[doc / 64] &= ~(std::uint64_t{1} << (doc % 64));
  }
  SegmentView view;
  view.segment = segment;
  view.live = std::make_shared<const LiveDocs>(words);
  return view;
}

KnownMatches set_of(const Segment& segment, unsigned which) {
  if (which == 0) return {};
  return {kShelf, *segment.field_index(kShelf)->find("s" + std::to_string(which - 1))};
}

std::vector<std::uint32_t> counted(const SegmentView& view, const KnownMatches& matches, const CountSlots& slots) {
  std::vector<std::uint32_t> counts(slots.size(), 0);
  for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
    bool holds = matches.all();
    view.segment->ordinals(kShelf)->for_each(DocId{doc}, [&](std::uint32_t o) {
      holds |= !matches.all() && o == index_of(matches.term);
    });
    if (holds && view.is_live(DocId{doc})) slots.add(doc, 1, counts.data());
  }
  return counts;
}

/// Asks twice, since the first time may find nothing kept, and compares.
void expect_kept(const SegmentView& view, const KnownMatches& matches, FieldId field, const CountSlots& slots) {
  auto kept = kept_counts(view, matches, field, slots);
  if (!kept) kept = kept_counts(view, matches, field, slots);
  ASSERT_TRUE(kept.has_value());
  ASSERT_EQ(*kept, counted(view, matches, slots));
}

void expect_all_kept(const SegmentView& view, std::mt19937& random) {
  const KnownMatches matches = set_of(*view.segment, random() % 4);
  expect_kept(view, matches, kShelf, OrdinalSlots(*view.segment->ordinals(kShelf)));
  const NumericColumn& rating = *view.segment->numbers(kRating);
  if (rating.width() == 1) expect_kept(view, matches, kRating, NumberSlots(rating, {}));
  const NumericColumn& price = *view.segment->numbers(kPrice);
  const std::vector<std::int64_t> edges{price.encoding().encode(50.0), price.encoding().encode(500.0)};
  expect_kept(view, matches, kPrice, NumberSlots(price, edges));
}

TEST(KeptCounts, FollowChangesAndDeletes) {
  const NumericEncoding real = NumericColumn::live_encoding(ValueClass::real);
  for (int seed = 1; seed <= test_effort(8); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(static_cast<unsigned>(seed));
    const auto segment = make_segment(random);
    std::vector<std::uint64_t> words((kDocs + 63) / 64, ~std::uint64_t{0});
    SegmentView view;
    view.segment = segment;
    std::vector<SegmentView> older;
    for (int round = 0; round < 40; ++round) {
      const std::uint32_t changes = random() % 20 == 0 ? 6'000 : random() % 60;  // more than are remembered, or few
      for (std::uint32_t i = 0; i < changes; ++i) {
        const DocId doc{static_cast<std::uint32_t>(random() % kDocs)};
        const bool none = random() % 9 == 0;
        const auto rating = static_cast<std::int64_t>(random() % 6);
        segment->set_live(kRating, doc, none ? std::nullopt : std::optional(rating));
        segment->set_live(kPrice, doc, real.encode(static_cast<double>(random() % 90'000) / 100.0));
      }
      if (round % 13 == 7) segment->set_live(kPrice, DocId{3}, real.encode(round * 1e7 + 0.125));  // another form
      if (round % 3 == 1) {
        older.push_back(view);
        view = view_of(segment, words, random, random() % 40);
      }
      expect_all_kept(view, random);
      if (!older.empty() && round % 5 == 0) expect_all_kept(older[random() % older.size()], random);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(KeptCounts, NeverLoseADocumentWhileValuesChange) {
  std::mt19937 random(3);
  const auto segment = make_segment(random);
  SegmentView view;
  view.segment = segment;
  std::atomic<bool> done{false};
  std::thread writer([&] {
    std::mt19937 other(4);
    while (!done) segment->set_live(kRating, DocId{static_cast<std::uint32_t>(other() % kDocs)}, other() % 6);
  });
  const KnownMatches shelf = set_of(*segment, 2);
  const NumberSlots slots(*segment->numbers(kRating), {});
  const std::vector<std::uint32_t> before = counted(view, shelf, slots);
  std::uint64_t docs = 0;
  for (const std::uint32_t count : before) docs += count;
  for (int i = 0; i < test_effort(2'000); ++i) {
    const auto kept = kept_counts(view, shelf, kRating, slots);
    if (!kept) continue;
    std::uint64_t sum = 0;
    for (const std::uint32_t count : *kept) sum += count;
    ASSERT_EQ(sum, docs);
  }
  done = true;
  writer.join();
  expect_kept(view, shelf, kRating, slots);
}

TEST(SegmentCache, StaysWithinItsBudget) {
  struct Block final : SegmentCache::Entry {
    std::size_t memory_bytes() const override { return 10'000; }
  };
  SegmentCache cache(20'000);
  for (int i = 0; i < 100; ++i) {
    cache.put("key" + std::to_string(i), std::make_shared<Block>());
    EXPECT_NE(cache.find("key0"), nullptr) << "what is used stays";
    EXPECT_LE(cache.memory_bytes(), 480'000 + sizeof(SegmentCache));
  }
  EXPECT_NE(cache.find("key99"), nullptr);
  EXPECT_EQ(cache.find("key50"), nullptr);
  EXPECT_FALSE(cache.is_wanted("a"));
  EXPECT_TRUE(cache.is_wanted("a"));
  EXPECT_FALSE(cache.is_wanted("a")) << "what was kept and went is as new";
  EXPECT_FALSE(SegmentCache(100).is_wanted("a") || SegmentCache(100).is_wanted("a"));
}

TEST(SegmentCache, KnowsAgainManyKeysThatAreAskedForInTurns) {
  SegmentCache cache(20'000);
  std::vector<bool> known(2'000, false);
  for (int round = 0; round < 12; ++round) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (!known[i]) known[i] = cache.is_wanted("key" + std::to_string(i));
    }
  }
  EXPECT_GT(std::count(known.begin(), known.end(), true), 1'990);
}

}  // namespace
}  // namespace aisle::engine
