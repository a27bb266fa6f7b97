// A word's expansions as one iterator against the obvious sum over posting lists.
#include "engine/query/iterators/expansion_iterator.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/testing/iterator_contract.hpp"
#include "engine/testing/test_catalog.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kWords = 60;

/// Titles of up to eight words, of which the first are in half of all titles and the last in none or a few; a run of
/// products in the middle has hardly any, so that stretches without matches occur.
std::vector<testing::TestProduct> products(std::uint32_t count, std::mt19937& random) {
  std::vector<testing::TestProduct> all(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    all[i].id = std::to_string(i);
    const bool sparse = i > count / 3 && i < count / 2;
    for (std::size_t n = sparse ? random() % 40 / 39 : 1 + random() % 8; n > 0; --n) {
      std::geometric_distribution<std::uint32_t> word(0.17);
      all[i].title += 'w' + std::to_string(std::min(kWords - 1, word(random))) + ' ';
    }
  }
  return all;
}

class ExpansionTest : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  ExpansionTest()
      : random_(17),
        snapshot_(testing::make_snapshot(products(GetParam(), random_), 1)),
        segment_(*snapshot_->segments()[0].segment),
        index_(*segment_.field_index(testing::test_schema()->find("title")->id)),
        norms_(bm25_norms({}, {segment_.doc_count(), index_.statistics().sum_term_freq})) {}

  /// Terms with weights as fuzzy expansions have them: a few different ones.
  std::vector<ExpansionIterator::Term> some_terms() {
    std::vector<ExpansionIterator::Term> terms;
    const std::size_t divisor = 1 + random_() % 6;
    for (std::uint32_t term = 0; term < index_.term_count(); ++term) {
      if (random_() % divisor != 0) continue;
      const float weight = 5.5F / static_cast<float>(1 + random_() % 4);
      terms.push_back({TermId{term}, {weight, norms_.inverse.data(), index_.norms().data()}});
    }
    return terms;
  }

  std::vector<testing::ExpectedMatch> obvious_matches(const std::vector<ExpansionIterator::Term>& terms) const {
    std::map<DocId, double> sums;
    for (const ExpansionIterator::Term& term : terms) {
      PostingCursor cursor = index_.postings(term.id, PostingDetail::freqs);
      for (; !cursor.exhausted(); cursor.next_block()) {
        for (std::size_t i = 0; i < cursor.docs().size(); ++i) {
          const DocId doc = cursor.docs()[i];
          sums[doc] += static_cast<double>(term.scorer.score(cursor.freqs()[i], term.scorer.norm(doc)));
        }
      }
    }
    std::vector<testing::ExpectedMatch> matches;
    for (const auto& [doc, sum] : sums) matches.push_back({doc, static_cast<float>(sum)});
    return matches;
  }

  std::mt19937 random_;
  std::shared_ptr<const Snapshot> snapshot_;
  const Segment& segment_;
  const FieldIndex& index_;
  Bm25Norms norms_;
};

TEST_P(ExpansionTest, KeepsTheContractOfIterators) {
  for (int i = 0; i < 12; ++i) {
    const auto terms = some_terms();
    if (terms.empty()) continue;
    const auto make = [&] {
      return std::make_unique<ExpansionIterator>(index_, terms, segment_.doc_count(), true);
    };
    const std::string fault =
        testing::find_contract_fault(make, obvious_matches(terms), segment_.doc_count(), random_);
    ASSERT_EQ(fault, "") << "case " << i << ", " << terms.size() << " terms";
  }
}

/// As a search uses it: the score to beat rises with what was found, and nothing that reaches it may be missing.
TEST_P(ExpansionTest, LosesNothingThatCompetesInBatches) {
  for (int i = 0; i < 40; ++i) {
    const auto terms = some_terms();
    if (terms.empty()) continue;
    const auto expected = obvious_matches(terms);
    ExpansionIterator iterator(index_, terms, segment_.doc_count(), true);
    const std::size_t wanted = 1 + random_() % 30;
    std::vector<float> best;
    std::map<DocId, float> seen;
    ScoredBatch batch;
    for (DocId from{0}; iterator.next_batch(batch, from); from = batch.until) {
      for (std::uint32_t n = 0; n < batch.size; ++n) {
        ASSERT_TRUE(seen.emplace(batch.docs[n], batch.scores[n]).second);
        best.push_back(batch.scores[n]);
      }
      if (best.size() < wanted) continue;
      std::sort(best.begin(), best.end(), std::greater<>());
      best.resize(wanted);
      iterator.set_min_competitive_score(best.back());
    }
    const float least = best.size() < wanted ? 0.0F : best.back();
    for (const auto& match : expected) {
      const auto found = seen.find(match.doc);
      if (match.score < least && found == seen.end()) continue;
      ASSERT_NE(found, seen.end()) << "case " << i << ", document " << index_of(match.doc) << " is missing";
      if (match.score >= least) {
        ASSERT_EQ(found->second, match.score);
      }
      ASSERT_LE(found->second, match.score);
    }
  }
}

TEST_P(ExpansionTest, LooksUpNearAndFar) {
  for (int i = 0; i < 40; ++i) {
    const auto terms = some_terms();
    if (terms.empty()) continue;
    std::map<DocId, float> expected;
    for (const auto& match : obvious_matches(terms)) expected.emplace(match.doc, match.score);
    ExpansionIterator iterator(index_, terms, segment_.doc_count(), true);
    for (std::uint32_t doc = random_() % 100; doc < segment_.doc_count();) {
      std::vector<DocId> docs;
      const std::uint32_t step = random_() % 3 == 0 ? 400 : 3;
      for (std::size_t n = 1 + random_() % 128; n > 0 && doc < segment_.doc_count(); --n, doc += 1 + random_() % step) {
        docs.push_back(DocId{doc});
      }
      std::vector<float> scores(docs.size());
      std::vector<double> bounds(docs.size(), 0.0);
      iterator.add_bounds(docs, bounds.data());
      iterator.look_up(docs, scores.data());
      for (std::size_t n = 0; n < docs.size(); ++n) {
        const auto found = expected.find(docs[n]);
        ASSERT_EQ(scores[n], found == expected.end() ? kNoMatch : found->second) << index_of(docs[n]);
        ASSERT_LE(static_cast<double>(scores[n]), bounds[n]);
      }
      if (random_() % 4 == 0) doc += random_() % 9'000;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Products, ExpansionTest, ::testing::Values(700, 45'000));

}  // namespace
}  // namespace aisle::engine
