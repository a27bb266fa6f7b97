// Live values that somebody else decides: no document, update, refresh or merge may show anything else.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/mutex.hpp"
#include "engine/index/live/live_authority.hpp"
#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

/// Decides the stock of the documents it was told of.
class Warehouse final : public LiveAuthority {
 public:
  void set(const std::string& id, std::int64_t stock) {
    MutexLock lock(mutex_);
    stock_[id] = stock;
  }
  void append_values(std::string_view id, const Schema&, std::vector<LiveChange>& out) const override {
    MutexLock lock(mutex_);
    const auto found = stock_.find(id);
    if (found != stock_.end()) out.emplace_back(kStock, std::variant<std::int64_t, double>(found->second));
  }

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::int64_t, std::less<>> stock_ AISLE_GUARDED_BY(mutex_);
};

class IndexAuthority : public ::testing::Test {
 protected:
  IndexAuthority() { index_->set_authority(warehouse_); }
  void sell(const std::string& id, std::int64_t left) {
    warehouse_->set(id, left);
    const std::string_view ids[] = {id};
    index_->enforce_authority(ids);
  }
  std::optional<std::int64_t> shown(const std::string& id) { return seen_in(*index_->snapshot()).at(id).stock; }

  TemporaryFolder folder_;
  std::shared_ptr<Warehouse> warehouse_ = std::make_shared<Warehouse>();
  std::unique_ptr<Index> index_ = open_or_die(quiet_options(folder_.path()));
};

TEST_F(IndexAuthority, EnforcedValuesAreSeenWithoutRefreshAndLeaveTheVersion) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|10|2")));
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(shown("a"), 10);
  sell("a", 0);
  EXPECT_EQ(shown("a"), 0);
  EXPECT_EQ(index_->get("a")->version, 1u);
}

TEST_F(IndexAuthority, ADocumentWrittenAgainShowsTheAuthoritysValue) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|10|2")));
  ASSERT_TRUE(index_->refresh());
  sell("a", 3);
  ASSERT_TRUE(apply_one(*index_, index_op("a", "boot|99|5")));
  EXPECT_EQ(index_->get("a")->live_changes.front().second, (std::variant<std::int64_t, double>(std::int64_t{3})));
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(seen_in(*index_->snapshot()).at("a"), (SeenDocument{"boot|99|5", 3}));
}

TEST_F(IndexAuthority, ALiveUpdateOfADecidedFieldChangesOnlyTheOthers) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|10|2")));
  ASSERT_TRUE(index_->refresh());
  sell("a", 0);
  LiveUpdateOperation update{.id = "a"};
  update.values.emplace_back(kStock, std::variant<std::int64_t, double>(std::int64_t{50}));
  update.values.emplace_back(kPrice, std::variant<std::int64_t, double>(7.5));
  ASSERT_TRUE(apply_one(*index_, update));
  EXPECT_EQ(shown("a"), 0);
  const auto& segment = *index_->snapshot()->segments()[0].segment;
  EXPECT_EQ(segment.numbers(kPrice)->as_double(segment.numbers(kPrice)->first(DocId{0})), 7.5);
}

TEST_F(IndexAuthority, ACopyThatIsOnlyShownStillGoesOutOfStock) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|10|2")));
  ASSERT_TRUE(index_->refresh());
  ASSERT_TRUE(apply_one(*index_, delete_op("a")));
  sell("a", 0);
  EXPECT_EQ(shown("a"), 0);
}

TEST_F(IndexAuthority, ADeletedProductComesBackWithItsStock) {
  sell("a", 4);
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|10|2")));
  ASSERT_TRUE(index_->refresh());
  EXPECT_EQ(shown("a"), 4);
}

TEST_F(IndexAuthority, NoReaderSeesAnythingElseWhileDocumentsAreWrittenAgain) {
  ASSERT_TRUE(apply_one(*index_, index_op("a", "shoe|1000000|2")));
  ASSERT_TRUE(index_->refresh());
  sell("a", 1'000'000);
  std::atomic<std::int64_t> sold_to{1'000'000};
  std::atomic<bool> done{false};
  std::thread catalog([&] {
    for (int i = 0; !done; ++i) {
      (void)apply_one(*index_, index_op("a", "shoe|2000000|" + std::to_string(i)));
      (void)apply_one(*index_, stock_op("a", 3'000'000));
      if (i % 3 == 0) (void)index_->refresh();
      if (i % 50 == 0) (void)index_->force_merge(1);
    }
  });
  for (int i = 0; i < 3'000; ++i) {
    const std::int64_t left = 999'999 - i;
    sell("a", left);
    sold_to = left;
    ASSERT_EQ(shown("a"), sold_to.load());
  }
  done = true;
  catalog.join();
}

}  // namespace
}  // namespace aisle::engine::testing
