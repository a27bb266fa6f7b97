#include "carts_orders/service/writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <set>
#include <string>

#include "carts_orders/testing/memory_store.hpp"
#include "tests/carts_orders/service/keyed_request.hpp"

namespace aisle::shop {
namespace {

/// A writer over a store, with the machine's own clocks.
class Fixture {
 public:
  explicit Fixture(MemoryStore::FaultPlan faults = {}, WriterOptions options = {})
      : Fixture(MemoryStore(std::move(faults)), std::move(options)) {}
  Fixture(MemoryStore store, WriterOptions options) : store_(std::move(store)) {
    EXPECT_TRUE(machine_.load(store_));
    runner_.add_observer(board_);
    runner_.add_observer(timers_);
    if (!options.stop_process) options.stop_process = [](const Error&) { std::_Exit(75); };
    writer_.emplace(runner_, timers_, clock_, std::move(options));
  }
  Writer& writer() { return *writer_; }
  const MemoryStore& store() const { return store_; }
  Answer ask(Request request) {
    std::promise<Answer> answered;
    writer_->submit(std::move(request), [&](Answer answer) { answered.set_value(std::move(answer)); });
    return answered.get_future().get();
  }

 private:
  MemoryStore store_;
  std::shared_ptr<SnapshotReader> reader_ = store_.snapshot_read();
  SeededEntropy entropy_{7};
  Machine machine_{{}, *reader_, entropy_};
  BatchRunner runner_{machine_, store_};
  JobBoard board_;
  Timers timers_{board_, *reader_, machine_.settings()};
  SystemClock wall_;
  BootClock boot_;
  ShopClock clock_{wall_, boot_, 0};
  std::optional<Writer> writer_;
};

bool replayed(const Answer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name == "Idempotency-Replayed") return true;
  }
  return false;
}

TEST(Writer, AnswersEveryRequestOnce) {
  Fixture shop;
  EXPECT_FALSE(replayed(shop.ask(keyed_request("key"))));
  EXPECT_TRUE(replayed(shop.ask(keyed_request("key"))));
}

TEST(Writer, TakesRequestsFromManyThreads) {
  Fixture shop;
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 250; ++i) {
        shop.writer().submit(keyed_request(std::to_string(thread) + ":" + std::to_string(i)), [&](Answer) { ++answered; });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  shop.writer().close();
  EXPECT_EQ(answered.load(), 1000);
  EXPECT_EQ(shop.store().contents().of<StoredAnswer>().size(), 1000U);
  EXPECT_LE(shop.store().commits(), 1000U);
}

TEST(Writer, FinishesTheLineWhenItClosesAndRefusesWhatComesLater) {
  Fixture shop;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 600; ++i) shop.writer().submit(keyed_request(std::to_string(i)), [&](Answer) { ++answered; });
  shop.writer().close();
  EXPECT_EQ(answered.load(), 600);
  EXPECT_EQ(shop.writer().waiting(), 0U);
  EXPECT_EQ(shop.ask(keyed_request("late")).status, 503);
  EXPECT_FALSE(shop.store().contents().find<StoredAnswer>("late"));
}

TEST(Writer, NeverPutsMoreIntoABatchThanItsLimit) {
  std::atomic<std::size_t> largest = 0;
  Fixture shop(MemoryStore(), {.batch_limit = 8, .observe = [&](std::size_t requests, std::int64_t, bool) {
                      largest = std::max(largest.load(), requests);
                    }});
  for (int i = 0; i < 200; ++i) shop.writer().submit(keyed_request(std::to_string(i)), {});
  shop.writer().close();
  EXPECT_LE(largest.load(), 8U);
  EXPECT_EQ(shop.store().contents().of<StoredAnswer>().size(), 200U);
}

TEST(Writer, RefusesAtOnceWhenTheLineIsFull) {
  std::promise<void> entered;
  std::promise<void> go_on;
  Fixture shop(MemoryStore(), {.queue_limit = 2});
  shop.writer().submit(keyed_request("slow"), [&](Answer) {
    entered.set_value();
    go_on.get_future().wait();
  });
  entered.get_future().wait();
  shop.writer().submit(keyed_request("a"), {});
  shop.writer().submit(keyed_request("b"), {});
  const Answer refused = shop.ask(keyed_request("c"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("\"retryable\":true"), std::string::npos) << refused.body;
  go_on.set_value();
  shop.writer().close();
  EXPECT_FALSE(shop.store().contents().find<StoredAnswer>("c"));
}

TEST(Writer, RefusesWritesWhileTheDiskIsFullAndGoesOnAfterwards) {
  std::atomic<bool> full = true;
  Fixture shop([&](std::uint64_t) { return full ? CommitFault::disk_full : CommitFault::none; });
  EXPECT_EQ(shop.ask(keyed_request("key")).status, 507);
  EXPECT_EQ(shop.ask(keyed_request("key")).status, 507);
  full = false;
  EXPECT_NE(shop.ask(keyed_request("key")).status, 507);
  shop.writer().close();
  EXPECT_FALSE(shop.writer().disk_full());
  EXPECT_EQ(shop.store().contents().of<StoredAnswer>().size(), 1U);
}

TEST(Writer, RunsWhatTimeAsksForWithoutBeingAsked) {
  MemoryStore store;
  ChangeSet changes;
  changes.of<StoredAnswer>().upserts.push_back(std::make_shared<const StoredAnswer>(StoredAnswer{.key = "old", .expires_at = 1}));
  ASSERT_TRUE(store.begin_batch() && store.apply(changes) && store.commit_durable());
  std::promise<std::size_t> ran;
  std::atomic<bool> told = false;
  Fixture shop(std::move(store), {.observe = [&](std::size_t requests, std::int64_t, bool) {
                 if (!told.exchange(true)) ran.set_value(requests);
               }});
  EXPECT_EQ(ran.get_future().get(), 1U);
}

TEST(WriterDeathTest, StopsTheProcessBeforeAFalseAnswerWhenTheDeviceFails) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto ask = [] {
    Fixture shop([](std::uint64_t) { return CommitFault::device_error_kept; });
    shop.ask(keyed_request("key"));
    std::_Exit(0);  // an answer came
  };
  EXPECT_EXIT(ask(), ::testing::ExitedWithCode(75), "");
}

}  // namespace
}  // namespace aisle::shop
