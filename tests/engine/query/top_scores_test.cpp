// The best k, few in a heap and many in a buffer, are what sorting all that was offered gives.
#include "engine/query/collect/top_scores.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace aisle::engine {
namespace {

class TopScoresTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  /// Offers documents with scores of which many are equal; with `again`, many of them twice or more.
  void offer(std::uint32_t documents, bool again) {
    for (std::uint32_t i = 0; i < documents; ++i) {
      const DocAddress address{0, 0, again ? static_cast<std::uint32_t>(random_() % documents) : i};
      const auto score = static_cast<float>(random_() % 500) / 7.0F;
      float& best = offered_.try_emplace(address, score).first->second;
      best = std::max(best, score);
      again ? top_.add_again(score, address) : top_.add(score, address);
      check_floor();
    }
  }

  /// Nothing that belongs to the best k so far lies below what is still competitive.
  void check_floor() {
    if (offered_.size() % 97 != 0 || !top_.is_full()) return;
    const auto best = sorted();
    EXPECT_GE(best[GetParam() - 1].score, top_.min_competitive({0, 0, 0}));
    EXPECT_EQ(best[GetParam() - 1].score, top_.worst());
    EXPECT_EQ(best[GetParam() / 2].score, top_.nth_best(GetParam() / 2 + 1));
  }

  std::vector<TopScores::Entry> sorted() const {
    std::vector<TopScores::Entry> all;
    for (const auto& [address, score] : offered_) all.push_back({score, address});
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.score != b.score ? a.score > b.score : a.address < b.address;
    });
    all.resize(std::min(all.size(), GetParam()));
    return all;
  }

  void expect_best() {
    const auto expected = sorted();
    EXPECT_EQ(top_.size(), expected.size());
    const auto found = top_.take_sorted();
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].address, expected[i].address) << "at " << i;
      EXPECT_EQ(found[i].score, expected[i].score) << "at " << i;
    }
  }

  std::mt19937 random_{3};
  std::map<DocAddress, float> offered_;
  TopScores top_{GetParam()};
};

TEST_P(TopScoresTest, KeepsTheBestOfAll) {
  offer(5'000, false);
  expect_best();
}

TEST_P(TopScoresTest, KeepsEachDocumentWithItsBestScore) {
  offer(3'000, true);
  expect_best();
}

TEST_P(TopScoresTest, KeepsAllWhileTheyAreFew) {
  offer(static_cast<std::uint32_t>(GetParam()), true);
  expect_best();
}

INSTANTIATE_TEST_SUITE_P(Sizes, TopScoresTest, ::testing::Values(1, 3, 10, 128, 129, 400, 1'000));

}  // namespace
}  // namespace aisle::engine
