// Writers, readers, refreshes, merges and checkpoints at the same time; run under the thread sanitizer too.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

constexpr int kWriters = 3;
constexpr int kBatches = 300;
constexpr int kIdsPerWriter = 40;

std::string id_of(int writer, int i) { return "w" + std::to_string(writer) + "-" + std::to_string(i); }

/// Each writer owns its ids: it puts a version of each, deletes every fifth and sets the stock of the others, so that
/// the end is known whatever the interleaving.
void write(Index& index, int writer) {
  for (int batch = 0; batch < kBatches; ++batch) {
    std::vector<WriteOperation> operations;
    for (int i = 0; i < kIdsPerWriter; ++i) {
      if ((batch + i) % 3 == 0) operations.push_back(index_op(id_of(writer, i), "b" + std::to_string(batch) + "|1|2"));
      if (batch % 10 == 4 && i % 5 == 0) operations.push_back(delete_op(id_of(writer, i)));
      if (batch % 7 == 3) operations.push_back(stock_op(id_of(writer, i), batch));
    }
    const WriteReport report = index.apply(std::move(operations));
    for (const auto& item : report.items) EXPECT_TRUE(item);
    if (batch % 8 == 0) EXPECT_TRUE(index.wait_durable(report.log_position));
  }
  std::vector<WriteOperation> last;
  for (int i = 0; i < kIdsPerWriter; ++i) {
    if (i % 5 == 0) {
      last.push_back(delete_op(id_of(writer, i)));
    } else {
      last.push_back(index_op(id_of(writer, i), "last|5|2"));
      last.push_back(stock_op(id_of(writer, i), 1000 + i));
    }
  }
  const WriteReport report = index.apply(std::move(last));
  EXPECT_TRUE(index.wait_durable(report.log_position));
}

void expect_the_end(const Index& index) {
  const auto seen = seen_in(*index.snapshot());
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kWriters * kIdsPerWriter * 4 / 5));
  for (int writer = 0; writer < kWriters; ++writer) {
    for (int i = 0; i < kIdsPerWriter; ++i) {
      if (i % 5 == 0) continue;
      EXPECT_EQ(seen.at(id_of(writer, i)), (SeenDocument{"last|5|2", 1000 + i}));
    }
  }
}

TEST(IndexConcurrency, EveryChangeArrivesOnceWhateverRunsBeside) {
  TemporaryFolder folder;
  IndexOptions options = quiet_options(folder.path());
  options.background_work = true;
  options.refresh_interval_ms = 3;
  options.buffer_bytes = 100'000;
  options.checkpoint_log_bytes = 60'000;
  options.log_file_bytes = 20'000;
  options.merge_limits.segments_per_tier = 3;
  auto index = open_or_die(options);
  std::atomic<bool> done = false;
  std::vector<std::thread> others;
  for (int i = 0; i < 2; ++i) {
    others.emplace_back([&] {
      for (int turn = 0; !done; ++turn) {
        EXPECT_NO_THROW((void)seen_in(*index->snapshot()));
        (void)index->get(id_of(turn % kWriters, turn % kIdsPerWriter));
        (void)index->statistics();
      }
    });
  }
  others.emplace_back([&] {
    while (!done) {
      EXPECT_TRUE(index->force_merge(2));
      EXPECT_TRUE(index->checkpoint());
    }
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) writers.emplace_back([&, writer] { write(*index, writer); });
  for (std::thread& thread : writers) thread.join();
  done = true;
  for (std::thread& thread : others) thread.join();
  ASSERT_TRUE(index->refresh());
  expect_the_end(*index);
  index.reset();  // no close: a crash
  index = open_or_die(options);
  EXPECT_TRUE(index->recovery().problems.empty());
  expect_the_end(*index);
  ASSERT_TRUE(index->close());
  index.reset();
  expect_the_end(*open_or_die(options));
}

TEST(IndexConcurrency, ChangesDuringMergesSurviveACheckpointAndACrash) {
  for (int round = 0; round < 10; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    TemporaryFolder folder;
    const IndexOptions options = quiet_options(folder.path());
    auto index = open_or_die(options);
    constexpr int kDocs = 2'000;
    for (int part = 0; part < 4; ++part) {
      std::vector<WriteOperation> operations;
      for (int i = part; i < kDocs; i += 4) operations.push_back(index_op(id_of(0, i), "t|-1|2"));
      (void)index->apply(std::move(operations));
      ASSERT_TRUE(index->refresh());
    }
    std::atomic<bool> merged = false;
    std::vector<std::int64_t> stock(kDocs, -1);
    std::thread changes([&] {
      for (int i = 0; !merged || i < 3 * kDocs; ++i) {
        const int doc = i * 7 % kDocs;
        if (stock[doc] == 0) continue;
        stock[doc] = doc % 9 == 1 ? 0 : i + 1;  // 0: deleted
        EXPECT_TRUE(apply_one(*index, stock[doc] == 0 ? delete_op(id_of(0, doc)) : stock_op(id_of(0, doc), i + 1)));
      }
    });
    for (int turn = 0; turn < 3; ++turn) {
      (void)apply_one(*index, index_op("other", "t|1|2"));
      EXPECT_TRUE(index->force_merge(1));
      EXPECT_TRUE(index->checkpoint());
    }
    merged = true;
    changes.join();
    if (round % 2 == 0) {
      EXPECT_TRUE(index->checkpoint());
    }
    index.reset();
    index = open_or_die(options);
    const auto seen = seen_in(*index->snapshot());
    for (int doc = 0; doc < kDocs; ++doc) {
      const auto found = seen.find(id_of(0, doc));
      ASSERT_EQ(found == seen.end(), stock[doc] == 0) << doc;
      if (stock[doc] != 0) {
        ASSERT_EQ(found->second.stock, stock[doc]) << doc;
      }
    }
  }
}

/// Buffers fill faster than the background seals them, while refreshes and checkpoints want them too.
TEST(IndexConcurrency, FullBuffersAreSealedOnceWhoeverComesFirst) {
  TemporaryFolder folder;
  IndexOptions options = quiet_options(folder.path());
  options.background_work = true;
  options.refresh_interval_ms = -1;
  options.buffer_bytes = 4'000;
  options.merge_limits.segments_per_tier = 4;
  auto index = open_or_die(options);
  constexpr int kDocs = 3'000;
  std::atomic<bool> done = false;
  std::thread impatient([&] {
    while (!done) {
      EXPECT_TRUE(index->refresh());
      EXPECT_TRUE(index->checkpoint());
    }
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 2; ++writer) {
    writers.emplace_back([&, writer] {
      for (int from = 0; from < kDocs; from += 50) {
        std::vector<WriteOperation> operations;
        for (int i = from; i < from + 50; ++i) operations.push_back(index_op(id_of(writer, i), "t|" + std::to_string(i) + "|2"));
        for (const auto& item : index->apply(std::move(operations)).items) EXPECT_TRUE(item);
      }
    });
  }
  for (std::thread& thread : writers) thread.join();
  done = true;
  impatient.join();
  ASSERT_TRUE(index->refresh());
  const auto seen = seen_in(*index->snapshot());
  EXPECT_EQ(seen.size(), 2u * kDocs);
  for (int i = 0; i < kDocs; ++i) EXPECT_EQ(seen.at(id_of(1, i)).stock, i);
  ASSERT_TRUE(index->close());
}

TEST(IndexConcurrency, BackgroundRefreshShowsChangesByItself) {
  TemporaryFolder folder;
  IndexOptions options = quiet_options(folder.path());
  options.background_work = true;
  options.refresh_interval_ms = 5;
  auto index = open_or_die(options);
  ASSERT_TRUE(apply_one(*index, index_op("a", "shoe|1|2")));
  std::atomic<bool> shown = false;
  index->when_refreshed([&] { shown = true; });
  while (!shown) std::this_thread::yield();
  EXPECT_EQ(seen_in(*index->snapshot()).size(), 1u);
  std::atomic<bool> durable = false;
  index->when_durable(1, [&](Status status) { durable = status.ok(); });
  while (!durable) std::this_thread::yield();
}

}  // namespace
}  // namespace aisle::engine::testing
