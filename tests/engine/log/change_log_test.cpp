// The change log: what was appended is read back; what was torn or damaged is cut, kept aside and reported.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "base/bytes.hpp"
#include "engine/index/log/file_change_log.hpp"
#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

class ChangeLogTest : public ::testing::Test {
 protected:
  std::unique_ptr<FileChangeLog> open(std::uint64_t position = 0) {
    recovery_ = {};
    FileLogOptions options{.directory = folder_.path(), .uuid = {std::byte{7}}, .file_bytes = 2'000};
    auto log = FileChangeLog::open(options, position, nullptr, recovery_);
    if (!log) throw std::runtime_error(log.error().message);
    return std::move(*log);
  }
  static std::string text_of(std::uint64_t number) { return "change " + std::to_string(number * number * 7919); }
  static void append(FileChangeLog& log, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string text = text_of(log.next_sequence_number());
      const LogEntry entry{1, std::as_bytes(std::span(text.data(), text.size()))};
      ASSERT_TRUE(log.append({&entry, 1}));
    }
    ASSERT_TRUE(log.wait_durable(log.next_sequence_number()));
  }
  /// Every change from `from` on is there, in order and unchanged; returns how many.
  static std::uint64_t read_all(const FileChangeLog& log, std::uint64_t from = 0) {
    std::uint64_t next = from;
    const Status read = log.read_from(from, [&](const LogRecord& record, const LogLocation& location) {
      EXPECT_EQ(record.sequence_number, next);
      const std::string text(reinterpret_cast<const char*>(record.payload.data()), record.payload.size());
      EXPECT_EQ(text, text_of(next));
      const auto again = log.read(location);
      EXPECT_TRUE(again && std::ranges::equal(*again, record.payload));
      ++next;
      return true;
    });
    EXPECT_TRUE(read);
    EXPECT_EQ(next, log.next_sequence_number());
    return next - from;
  }
  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> paths;
    for (const auto& [first, path] : list_log_files(folder_.path())) paths.push_back(path);
    return paths;
  }
  bool reported() const { return !recovery_.problems.empty(); }

  TemporaryFolder folder_;
  LogRecovery recovery_;
};

void flip_bit(const std::filesystem::path& path, std::uint64_t bit) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(bit / 8));
  char byte = 0;
  file.get(byte);
  file.seekp(static_cast<std::streamoff>(bit / 8));
  file.put(static_cast<char>(byte ^ (1 << (bit % 8))));
}

TEST_F(ChangeLogTest, GivesBackWhatWasAppendedAcrossFilesAndRestarts) {
  append(*open(), 100);
  auto log = open();
  EXPECT_GT(files().size(), 1u);
  EXPECT_EQ(read_all(*log), 100u);
  append(*log, 50);
  log = open();
  EXPECT_EQ(read_all(*log), 150u);
  EXPECT_EQ(read_all(*log, 77), 73u);
  EXPECT_FALSE(reported());
}

TEST_F(ChangeLogTest, DropsWholeFilesBelowAPosition) {
  auto log = open();
  append(*log, 200);
  const std::size_t before = files().size();
  ASSERT_TRUE(log->drop_before(150));
  EXPECT_LT(files().size(), before);
  log = open(150);
  EXPECT_EQ(read_all(*log, 150), 50u);
  ASSERT_TRUE(log->drop_before(200));
  EXPECT_EQ(log->size_bytes(), 0u);
  log = open(200);
  EXPECT_EQ(log->next_sequence_number(), 200u);
  EXPECT_FALSE(reported());
}

TEST_F(ChangeLogTest, ATornTailIsCutAndReported) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (const auto& path : files()) std::filesystem::remove(path);
    append(*open(), 30);
    const auto last = files().back();
    const std::uint64_t size = std::filesystem::file_size(last);
    const std::uint64_t kept = std::uniform_int_distribution<std::uint64_t>(kLogFileHeaderBytes, size)(random);
    std::filesystem::resize_file(last, kept);
    if (seed % 3 == 0) std::filesystem::resize_file(last, kept + random() % 100);  // zeros, as some crashes leave
    auto log = open();
    const std::uint64_t after = read_all(*log);
    append(*log, 3);
    log = open();
    EXPECT_EQ(read_all(*log), after + 3);
    EXPECT_FALSE(reported());
  }
}

TEST_F(ChangeLogTest, AFlippedBitNeverChangesWhatIsReadAndNeverHidesWhatCameBefore) {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) std::filesystem::remove(entry);
    append(*open(), 60);
    const auto paths = files();
    const std::size_t damaged = random() % paths.size();
    const std::uint64_t bit = random() % (8 * std::filesystem::file_size(paths[damaged]));
    const std::uint64_t first = list_log_files(folder_.path()).begin()->first;
    EXPECT_EQ(first, 0u);
    std::uint64_t sound_before = 0;  // changes in the files before
    for (const auto& [number, path] : list_log_files(folder_.path())) {
      if (path == paths[damaged]) sound_before = number;
    }
    flip_bit(paths[damaged], bit);
    auto log = open();
    EXPECT_TRUE(reported());
    const std::uint64_t kept = read_all(*log);
    EXPECT_GE(kept, sound_before);
    EXPECT_LT(kept, 60u);
    append(*log, 5);
    log = open();
    EXPECT_FALSE(reported());
    EXPECT_EQ(read_all(*log), kept + 5);
  }
}

TEST_F(ChangeLogTest, DamageInTheMiddleKeepsTheFileAside) {
  append(*open(), 60);
  const auto first = files().front();
  flip_bit(first, 8 * 200);
  auto log = open();
  ASSERT_TRUE(reported());
  EXPECT_NE(recovery_.problems.front().find("is damaged at offset"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(first.string() + ".damaged"));
  EXPECT_GT(read_all(*log), 0u);
}

TEST_F(ChangeLogTest, AnotherIndexesLogIsNotServed) {
  append(*open(), 5);
  FileLogOptions options{.directory = folder_.path(), .uuid = {std::byte{8}}};
  auto log = FileChangeLog::open(options, 0, nullptr, recovery_);
  ASSERT_TRUE(log);
  EXPECT_EQ((*log)->next_sequence_number(), 0u);
  EXPECT_FALSE(recovery_.problems.empty());
}

TEST_F(ChangeLogTest, ManyWaitersShareSyncsOnBackgroundThreads) {
  TaskGroup tasks(std::make_shared<BackgroundScheduler>());
  FileLogOptions options{.directory = folder_.path(), .uuid = {std::byte{7}}};
  auto log = FileChangeLog::open(options, 0, &tasks, recovery_);
  ASSERT_TRUE(log);
  std::atomic<int> durable = 0;
  for (int i = 0; i < 500; ++i) {
    append(**log, 0);
    const LogEntry entry{1, {}};
    ASSERT_TRUE((*log)->append({&entry, 1}));
    (*log)->when_durable((*log)->next_sequence_number(), [&](Status status) { durable += status.ok() ? 1 : 0; });
  }
  ASSERT_TRUE((*log)->wait_durable(500));
  while (durable != 500) std::this_thread::yield();
  tasks.stop();
}

}  // namespace
}  // namespace aisle::engine::testing
