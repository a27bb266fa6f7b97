// kill -9 at random moments: a child writes and says through a pipe what was acknowledged as durable; the parent opens
// what it left and counts.

#include <gtest/gtest.h>

#include <csignal>
#include <random>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

IndexOptions busy_options(const std::filesystem::path& folder) {
  IndexOptions options = quiet_options(folder);
  options.background_work = true;
  options.refresh_interval_ms = 2;
  options.buffer_bytes = 50'000;
  options.checkpoint_log_bytes = 30'000;
  options.log_file_bytes = 10'000;
  options.merge_limits.segments_per_tier = 3;
  return options;
}

/// Batches of five documents and a stock change, numbered on from `first`; each batch's number is written once durable.
[[noreturn]] void run_child(const std::filesystem::path& folder, int first, int acknowledged) {
  auto index = Index::open(busy_options(folder));
  if (!index) ::_exit(1);
  for (int batch = first;; ++batch) {
    std::vector<WriteOperation> operations;
    for (int i = 0; i < 5; ++i) {
      operations.push_back(index_op("p" + std::to_string(5 * batch + i), "t|" + std::to_string(batch) + "|2"));
    }
    if (batch > 0) operations.push_back(stock_op("p" + std::to_string(5 * batch - 5), -batch));
    const WriteReport report = (*index)->apply(std::move(operations));
    if (!(*index)->wait_durable(report.log_position)) ::_exit(2);
    if (::write(acknowledged, &batch, sizeof batch) != sizeof batch) ::_exit(3);
  }
}

/// The last batch number that a killed child acknowledged, or `first - 1`.
int run_and_kill(const std::filesystem::path& folder, int first, std::uint32_t after_ms) {
  int pipe_ends[2];
  if (::pipe(pipe_ends) != 0) return -2;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(pipe_ends[0]);
    run_child(folder, first, pipe_ends[1]);
  }
  ::close(pipe_ends[1]);
  ::usleep(after_ms * 1000);
  ::kill(child, SIGKILL);
  int last = first - 1;
  for (int batch = 0; ::read(pipe_ends[0], &batch, sizeof batch) == sizeof batch;) last = batch;
  ::close(pipe_ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
  return last;
}

TEST(IndexKill, EveryAcknowledgedChangeIsThereExactlyOnceAfterKill) {
  TemporaryFolder folder;
  std::mt19937 random(11);
  int next = 0;
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const int last = run_and_kill(folder.path(), next, 20 + random() % 120);
    auto index = open_or_die(quiet_options(folder.path()));
    for (const std::string& problem : index->recovery().problems) {
      EXPECT_NE(problem.find("torn"), std::string::npos) << problem;
    }
    const auto seen = seen_in(*index->snapshot());  // throws when an id is there twice
    for (int i = 0; i < 5 * (last + 1); ++i) {
      const int batch = i / 5;
      const auto found = seen.find("p" + std::to_string(i));
      ASSERT_NE(found, seen.end()) << i;
      const bool updated = i % 5 == 0 && batch < last;
      if (updated) EXPECT_EQ(found->second.stock, -(batch + 1)) << i;
      if (i % 5 != 0) EXPECT_EQ(found->second.stock, batch) << i;
    }
    EXPECT_LE(seen.size(), static_cast<std::size_t>(5 * (last + 2)));
    next = last + 1;  // what came through of a batch that was not acknowledged is written over
  }
}

TEST(IndexDiskFull, AWriteWithoutRoomLeavesNoTraceAndLaterOnesGoOn) {
  TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto index = open_or_die(quiet_options(folder.path()));
    bool sound = apply_one(*index, index_op("a", "shoe|1|2")).ok();
    rlimit unlimited{};
    ::getrlimit(RLIMIT_FSIZE, &unlimited);
    const rlimit small{500, unlimited.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::vector<WriteOperation> batch;
    batch.push_back(index_op("b", "boot|1|2" + std::string(1000, 'x')));
    batch.push_back(delete_op("a"));
    const WriteReport refused = index->apply(std::move(batch));
    for (const auto& item : refused.items) sound &= !item && item.error().code == ErrorCode::resource_exhausted;
    sound &= refused.log_position == 1 && !index->get("b") && index->get("a").has_value();
    ::setrlimit(RLIMIT_FSIZE, &unlimited);
    const auto written = apply_one(*index, index_op("c", "sock|1|2"));
    sound &= written.ok() && written->sequence_number == 1;
    ::_exit(sound ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  auto index = open_or_die(quiet_options(folder.path()));
  EXPECT_TRUE(index->recovery().problems.empty());
  const auto seen = seen_in(*index->snapshot());
  EXPECT_EQ(seen.size(), 2u);
  EXPECT_TRUE(seen.contains("a") && seen.contains("c"));
}

}  // namespace
}  // namespace aisle::engine::testing
