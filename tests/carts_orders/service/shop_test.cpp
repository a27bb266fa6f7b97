#include "carts_orders/service/shop.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <future>
#include <string>

#include "carts_orders/testing/memory_store.hpp"
#include "tests/carts_orders/service/keyed_request.hpp"

namespace aisle::shop {
namespace {

struct EmptyCatalog final : CatalogPort {
  ProductFacts look_up(std::string_view) const override { return {}; }
  void publish(std::span<const LiveProduct>) override {}
};

class Fixture {
 public:
  explicit Fixture(std::unique_ptr<MemoryStore> store = std::make_unique<MemoryStore>()) {
    ShopOptions options;
    options.writer.stop_process = [](const Error&) { std::_Exit(75); };
    shop_ = *Shop::open(std::move(options), std::move(store), catalog_, wall_, boot_);
  }
  Shop& shop() { return *shop_; }
  std::future<Answer> ask(Request request) {
    auto answered = std::make_shared<std::promise<Answer>>();
    shop_->submit(std::move(request), [answered](Answer answer) { answered->set_value(std::move(answer)); });
    return answered->get_future();
  }

 private:
  EmptyCatalog catalog_;
  SystemClock wall_;
  BootClock boot_;
  std::unique_ptr<Shop> shop_;
};

TEST(Shop, AnswersARetryWithTheFirstAnswer) {
  Fixture fixture;
  const Answer first = fixture.ask(keyed_request("key")).get();
  const Answer again = fixture.ask(keyed_request("key")).get();
  EXPECT_EQ(again.status, first.status);
  EXPECT_EQ(again.body, first.body);
}

TEST(Shop, RefusesARetryWhileTheFirstRequestIsUnderWay) {
  Fixture fixture;
  std::promise<void> entered;
  std::promise<void> go_on;
  // The writer is held in this answer, so that the next request stays under way.
  fixture.shop().submit(keyed_request("hold"), [&](Answer) {
    entered.set_value();
    go_on.get_future().wait();
  });
  entered.get_future().wait();
  std::future<Answer> first = fixture.ask(keyed_request("key"));
  const Answer second = fixture.ask(keyed_request("key")).get();
  EXPECT_EQ(second.status, 409);
  EXPECT_NE(second.body.find("idempotency-in-flight"), std::string::npos);
  go_on.set_value();
  EXPECT_NE(first.get().status, 409);
  EXPECT_EQ(fixture.ask(keyed_request("key")).get().status, fixture.ask(keyed_request("key2")).get().status);
}

TEST(Shop, LetsGoOfAKeyWhoseRequestWasShed) {
  Fixture fixture;
  fixture.shop().close();
  EXPECT_EQ(fixture.ask(keyed_request("key")).get().status, 503);
  EXPECT_EQ(fixture.ask(keyed_request("key")).get().status, 503);
}

TEST(Shop, WakesLongPollsWhenItCloses) {
  Fixture fixture;
  bool woken = false;
  fixture.shop().waiters().wait_for_events([&] { woken = true; });
  fixture.shop().close();
  EXPECT_TRUE(woken);
}

TEST(Shop, DoesNotOpenOnAStoreThatCannotBeLoaded) {
  struct Broken final : Store {
    Result<StoreCounters> load(const ResidentSink&) override { return Error(ErrorCode::data_corrupt, "A row is damaged."); }
    Status begin_batch() override { return {}; }
    Status apply(const ChangeSet&) override { return {}; }
    Status commit_durable() override { return {}; }
    void roll_back() override {}
    std::shared_ptr<SnapshotReader> snapshot_read() override { return memory.snapshot_read(); }
    Status backup(const std::filesystem::path&, const BackupProgress&) override { return {}; }
    MemoryStore memory;
  };
  EmptyCatalog catalog;
  SystemClock wall;
  BootClock boot;
  const auto opened = Shop::open({}, std::make_unique<Broken>(), catalog, wall, boot);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::data_corrupt);
}

}  // namespace
}  // namespace aisle::shop
