#include "carts_orders/workers/file_journal.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/carts_orders/workers/temporary_folder.hpp"

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Runs tasks where they are posted: enough for a journal's completions.
class InlineExecutor final : public Executor {
 public:
  EpochMillis now() const override { return 0; }
  void post(std::function<void()> task) override { task(); }
  void post_after(EpochMillis, std::function<void()> task) override { task(); }
};

struct FileJournalTest : ::testing::Test {
  std::vector<std::string> lines() {
    auto journal = FileJournal::open(path, executor);
    EXPECT_TRUE(journal) << journal.error().message;
    return journal ? *(*journal)->read() : std::vector<std::string>();
  }
  void write(const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

  InlineExecutor executor;
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "journal.ndjson";
};

TEST_F(FileJournalTest, GivesBackWhatWasAppended) {
  std::atomic<int> durable = 0;
  {
    auto journal = FileJournal::open(path, executor);
    ASSERT_TRUE(journal);
    for (int i = 0; i < 100; ++i) {
      (*journal)->append("{\"n\":" + std::to_string(i) + "}", [&](const Status& status) { durable += status.ok(); });
    }
    (*journal)->append("", [&](const Status& status) { durable += status.ok(); });
  }
  EXPECT_EQ(durable, 101);
  const auto read = lines();
  ASSERT_EQ(read.size(), 100u) << "an empty line appends nothing";
  EXPECT_EQ(read[99], "{\"n\":99}");
}

TEST_F(FileJournalTest, CallsBackInOrder) {
  std::vector<int> order;
  {
    auto journal = FileJournal::open(path, executor);
    for (int i = 0; i < 50; ++i) (*journal)->append("{}", [&, i](const Status&) { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 50u);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST_F(FileJournalTest, CutsOffATornLastLine) {
  write("{\"a\":1}\n{\"b\":2}\n{\"c\":");
  EXPECT_THAT(lines(), ElementsAre("{\"a\":1}", "{\"b\":2}"));
  {
    auto journal = FileJournal::open(path, executor);
    (*journal)->append("{\"d\":4}", nullptr);
  }
  EXPECT_THAT(lines(), ElementsAre("{\"a\":1}", "{\"b\":2}", "{\"d\":4}"));
}

TEST_F(FileJournalTest, CutsOffWhatPowerLossLeft) {
  write("{\"a\":1}\n" + std::string(4096, '\0') + "\n\0\0");
  EXPECT_THAT(lines(), ElementsAre("{\"a\":1}"));
}

TEST_F(FileJournalTest, RefusesDamageInTheMiddle) {
  write("{\"a\":1}\ndamage\n{\"b\":2}\n");
  const auto journal = FileJournal::open(path, executor);
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().code, ErrorCode::data_corrupt);
}

TEST_F(FileJournalTest, BelongsToOneProcessAtATime) {
  const auto first = FileJournal::open(path, executor);
  ASSERT_TRUE(first);
  const auto second = FileJournal::open(path, executor);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::failed_precondition);
}

TEST_F(FileJournalTest, FailsWhereNoFileCanBe) {
  EXPECT_FALSE(FileJournal::open(folder.path() / "absent" / "journal", executor));
}

TEST_F(FileJournalTest, RefusesWhatIsNoFile) {
  std::filesystem::create_symlink("/dev/full", path);
  EXPECT_FALSE(FileJournal::open(path, executor));
}

TEST_F(FileJournalTest, KeepsFailingAfterAFirstFailure) {
  std::atomic<int> failed = 0;
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  {
    auto journal = FileJournal::open(path, executor);
    ASSERT_TRUE(journal);
    const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
    (*journal)->append("{}", [&](const Status& status) { failed += !status.ok(); });
    while (failed == 0) std::this_thread::yield();
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    (*journal)->append("{}", [&](const Status& status) { failed += !status.ok(); });
  }
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(failed, 2) << "the second would have had room, but what is on disk is not known";
}

}  // namespace
}  // namespace aisle::shop
