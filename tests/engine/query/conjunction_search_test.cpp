// Searches that find their matches as bits first, over segments of several ranges, against brute force; and what they
// know of long lists beforehand.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "engine/index/segment/repeated_docs.hpp"
#include "engine/query/plan/prefix_unions.hpp"
#include "engine/query/searcher.hpp"
#include "engine/testing/brute_force.hpp"
#include "engine/testing/random_query.hpp"
#include "tests/effort.hpp"

namespace aisle::engine::testing {
namespace {

constexpr std::size_t kProducts = 270'000;

/// Products with deletions, in segments, and their twin; made once.
struct Catalog {
  explicit Catalog(std::size_t segments) : random(77), products(random_products(kProducts, 9, random)) {
    snapshot = make_snapshot(products, segments);
    twin = std::make_unique<BruteForce>(products);
  }
  std::mt19937 random;
  std::vector<TestProduct> products;
  std::shared_ptr<const Snapshot> snapshot;
  std::unique_ptr<BruteForce> twin;
};

Catalog& one_segment() {
  static Catalog catalog(1);
  return catalog;
}

QueryPtr word(std::mt19937& random) {
  const std::string field = random() % 2 == 0 ? "title" : "body";
  if (random() % 4 != 0) return make_query(TermQuery{.field = field, .value = random_word(random)});
  const std::string value = random_word(random);
  return make_query(PrefixQuery{.field = field, .value = value.substr(0, 1 + random() % value.size())});
}

QueryPtr conjunction(std::mt19937& random) {
  BoolQuery query;
  for (std::size_t i = 0, count = 2 + random() % 2; i < count; ++i) query.must.push_back(word(random));
  if (random() % 3 == 0) query.filter.push_back(make_query(TermQuery{.field = "brand", .value = std::string("acme")}));
  if (random() % 4 == 0) query.must_not.push_back(word(random));
  if (random() % 4 == 0) {
    DisMaxQuery any;
    any.queries = {word(random), word(random)};
    query.must.push_back(make_query(std::move(any)));
  }
  return make_query(std::move(query));
}

void check(Catalog& catalog, const QueryPtr& query) {
  const std::vector<BruteForce::Match> expected = catalog.twin->search(query);
  for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{1'000}, TrackTotalHits::kAll}) {
    SearchRequest request;
    request.query = query;
    request.size = 1 + catalog.random() % 30;
    request.total.limit = limit;
    const auto found = search({{"products", catalog.snapshot}}, request);
    ASSERT_TRUE(found.ok()) << found.error().message;
    EXPECT_EQ(found->total, std::min<std::uint64_t>(limit, expected.size()));
    ASSERT_EQ(found->hits.size(), std::min<std::size_t>(request.size, expected.size()));
    for (std::size_t i = 0; i < found->hits.size(); ++i) {
      const Hit& hit = found->hits[i];
      const std::size_t product = catalog.snapshot->segments()[hit.segment].doc_base + index_of(hit.doc);
      ASSERT_EQ(product, expected[i].product) << "rank " << i;
      ASSERT_EQ(hit.score, expected[i].score) << "rank " << i;
    }
  }
}

void run(Catalog& catalog, int queries) {
  for (int i = 0; i < test_effort(queries); ++i) {
    const QueryPtr query = conjunction(catalog.random);
    SCOPED_TRACE("query " + std::to_string(i) + ": " + describe(query));
    check(catalog, query);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

TEST(ConjunctionSearch, AgreesWithBruteForceAcrossRanges) { run(one_segment(), 24); }

TEST(ConjunctionSearch, AgreesWithBruteForceOnSegmentsOfSeveralRanges) {
  Catalog catalog(2);
  run(catalog, 8);
}

TEST(ConjunctionSearch, OtherTargetsBeforeMakeNoDifference) {
  Catalog& catalog = one_segment();
  SearchRequest request;
  request.query = conjunction(catalog.random);
  request.size = 20;
  const auto once = search({{"products", catalog.snapshot}}, request);
  const auto twice = search({{"products", catalog.snapshot}, {"again", catalog.snapshot}}, request);
  ASSERT_TRUE(once.ok());
  ASSERT_TRUE(twice.ok());
  ASSERT_EQ(once->hits.size(), twice->hits.size());
  for (std::size_t i = 0; i < once->hits.size(); ++i) EXPECT_EQ(twice->hits[i].score, once->hits[i / 2].score);
}

TEST(RepeatedDocs, AreThoseWithMoreThanOneOccurrence) {
  const Segment& segment = *one_segment().snapshot->segments()[0].segment;
  std::size_t useful = 0;
  for (const std::string_view name : {"title", "body"}) {
    const FieldIndex& index = *segment.field_index(test_schema()->find(name)->id);
    const RepeatedDocs repeated(index);
    for (std::uint32_t number = 0; number < index.term_count(); ++number) {
      std::vector<DocId> expected;
      PostingCursor postings = index.postings(TermId{number}, PostingDetail::freqs);
      for (; !postings.exhausted(); postings.next_block()) {
        for (std::size_t i = 0; i < postings.docs().size(); ++i) {
          if (postings.freqs()[i] > 1) expected.push_back(postings.docs()[i]);
        }
      }
      const auto found = repeated.of(index, TermId{number});
      if (!found) {
        EXPECT_TRUE(postings.doc_freq() < RepeatedDocs::kLongList || expected.size() * 4 > postings.doc_freq());
        continue;
      }
      ++useful;
      EXPECT_TRUE(std::equal(found->begin(), found->end(), expected.begin(), expected.end())) << index.term(TermId{number});
    }
    EXPECT_GT(repeated.memory_bytes(), 0U);
  }
  EXPECT_GT(useful, 5U);
}

TEST(RepeatedDocs, ManyThreadsFindTheSame) {
  const Segment& segment = *one_segment().snapshot->segments()[0].segment;
  const FieldIndex& index = *segment.field_index(test_schema()->find("title")->id);
  const RepeatedDocs repeated(index);
  std::vector<std::vector<std::size_t>> sizes(4);
  {
    std::vector<std::jthread> threads;
    for (std::vector<std::size_t>& own : sizes) {
      threads.emplace_back([&] {
        for (std::uint32_t term = 0; term < index.term_count(); ++term) {
          const auto docs = repeated.of(index, TermId{term});
          own.push_back(docs ? docs->size() : 0);
        }
      });
    }
  }
  for (const auto& own : sizes) EXPECT_EQ(own, sizes.front());
}

TEST(PrefixUnions, AreTheUnionsOfTheirTerms) {
  const Segment& segment = *one_segment().snapshot->segments()[0].segment;
  std::size_t unions = 0;
  for (const std::string_view name : {"title", "body", "brand"}) {
    const FieldIndex& index = *segment.field_index(test_schema()->find(name)->id);
    const PrefixUnions kept(index, segment.doc_count());
    std::set<std::string> prefixes;
    index.for_each_term(0, index.term_count(), [&](TermId, std::string_view term) {
      for (std::size_t length = 1; length <= term.size(); ++length) prefixes.emplace(term.substr(0, length));
      return true;
    });
    for (const std::string& prefix : prefixes) {
      const auto [first, last] = index.prefix_range(prefix);
      const PrefixUnions::Union* found = kept.find(first, last);
      if (found == nullptr) {
        EXPECT_TRUE(prefix.size() > 4 || !PrefixUnions::is_worth_while(index, first, last, segment.doc_count())) << prefix;
        continue;
      }
      ++unions;
      DocBitset expected(segment.doc_count());
      for (std::uint32_t term = first; term < last; ++term) {
        PostingCursor postings = index.postings(TermId{term}, PostingDetail::docs);
        for (; !postings.exhausted(); postings.next_block()) {
          for (const DocId doc : postings.docs()) expected.set(doc);
        }
      }
      EXPECT_EQ(found->docs->words, expected.words) << prefix;
      EXPECT_EQ(found->doc_count, expected.count());
    }
  }
  EXPECT_GT(unions, 10U);
}

}  // namespace
}  // namespace aisle::engine::testing
