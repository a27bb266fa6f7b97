// Opening a folder that was damaged while nobody looked: what is sound is found, what is not is never served, and the
// report or the error says where.

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "engine/index/live/manifest.hpp"
#include "engine/index/log/file_change_log.hpp"
#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

namespace fs = std::filesystem;

std::string source_of(int i) { return "title" + std::to_string(i) + "|" + std::to_string(i) + "|1.5"; }

void add_documents(Index& index, int from, int to) {
  for (int i = from; i < to; ++i) ASSERT_TRUE(apply_one(index, index_op("p" + std::to_string(i), source_of(i))));
}

void flip_bit(const fs::path& path, std::uint64_t bit) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(bit / 8));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(bit / 8));
  file.put(static_cast<char>(byte ^ (1 << (bit % 8))));
}

std::vector<fs::path> files_with(const fs::path& folder, const std::string& part) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find(part) != std::string::npos) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

/// p0 .. p(n-1), each as it was written; returns n.
int count_sound_prefix(const Index& index) {
  const auto seen = seen_in(*index.snapshot());
  for (const auto& [id, document] : seen) {
    EXPECT_EQ(document.source, source_of(std::atoi(id.c_str() + 1)));
    EXPECT_EQ(document.stock, std::atoll(id.c_str() + 1));
  }
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_TRUE(seen.contains("p" + std::to_string(i))) << i;
  return static_cast<int>(seen.size());
}

/// 40 documents in a checkpoint with live state, 40 more in the log, left by a crash.
IndexOptions make_crashed(const fs::path& folder) {
  IndexOptions options = quiet_options(folder);
  options.log_file_bytes = 1'000;
  auto index = open_or_die(options);
  add_documents(*index, 0, 20);
  EXPECT_TRUE(index->refresh());
  add_documents(*index, 20, 40);
  EXPECT_TRUE(apply_one(*index, stock_op("p7", 7)));
  EXPECT_TRUE(apply_one(*index, delete_op("gone")));
  EXPECT_TRUE(index->checkpoint());
  EXPECT_TRUE(apply_one(*index, stock_op("p8", 8)));
  EXPECT_TRUE(index->checkpoint());
  add_documents(*index, 40, 80);
  return options;
}

TEST(IndexRecovery, ACleanCloseLeavesAnEmptyLog) {
  TemporaryFolder folder;
  const IndexOptions options = make_crashed(folder.path());
  auto index = open_or_die(options);
  EXPECT_EQ(index->recovery().operations_replayed, 40u);
  EXPECT_EQ(count_sound_prefix(*index), 80);
  ASSERT_TRUE(index->close());
  index.reset();
  index = open_or_die(options);
  EXPECT_EQ(index->recovery().operations_replayed, 0u);
  EXPECT_GT(index->recovery().segments_mapped, 0u);
  EXPECT_EQ(count_sound_prefix(*index), 80);
  EXPECT_EQ(index->statistics().log_bytes, 0u);
  EXPECT_EQ(index->statistics().operations, 83u);
  EXPECT_EQ(files_with(folder.path(), "manifest-").size(), 1u);
}

TEST(IndexRecovery, AMergedSegmentHasNothingBesideItsImageUntilSomethingChanges) {
  TemporaryFolder folder;
  const IndexOptions options = quiet_options(folder.path());
  auto index = open_or_die(options);
  for (const int from : {0, 10, 20}) {
    add_documents(*index, from, from + 10);
    if (from == 10) EXPECT_TRUE(apply_one(*index, stock_op("p3", 33)));
    ASSERT_TRUE(index->refresh());
  }
  ASSERT_TRUE(apply_one(*index, stock_op("p5", 55)));
  ASSERT_TRUE(index->force_merge(1));
  ASSERT_TRUE(index->checkpoint());
  EXPECT_TRUE(files_with(folder.path(), ".live-").empty());
  index.reset();
  index = open_or_die(options);
  EXPECT_EQ(seen_in(*index->snapshot()).at("p3").stock, 33);
  EXPECT_EQ(seen_in(*index->snapshot()).at("p5").stock, 55);
  ASSERT_TRUE(apply_one(*index, stock_op("p5", 56)));
  ASSERT_TRUE(apply_one(*index, delete_op("p6")));
  ASSERT_TRUE(index->checkpoint());
  EXPECT_EQ(files_with(folder.path(), ".live-").size(), 1u);
  index.reset();
  index = open_or_die(options);
  EXPECT_EQ(index->recovery().operations_replayed, 0u);
  EXPECT_EQ(seen_in(*index->snapshot()).at("p5").stock, 56);
  EXPECT_FALSE(seen_in(*index->snapshot()).contains("p6"));
}

TEST(IndexRecovery, ADamagedLogKeepsEverythingBeforeTheDamage) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    TemporaryFolder folder;
    const IndexOptions options = make_crashed(folder.path());
    const auto logs = files_with(folder.path(), "changes-");
    const fs::path& log = logs[random() % logs.size()];
    bool unborn = false;  // cut to less than its header, as a crash while it was being made leaves it
    if (seed % 2 == 0) {
      flip_bit(log, random() % (8 * fs::file_size(log)));
    } else {
      fs::resize_file(log, random() % fs::file_size(log));
      unborn = fs::file_size(log) <= kLogFileHeaderBytes;
    }
    auto index = Index::open(options);
    ASSERT_TRUE(index) << index.error().message;
    const int sound = count_sound_prefix(**index);
    EXPECT_GE(sound, 40);
    if (sound < 80 && !unborn && seed % 2 == 0) {
      EXPECT_FALSE((*index)->recovery().problems.empty());
    }
    EXPECT_TRUE(apply_one(**index, index_op("p" + std::to_string(sound), source_of(sound))));
    index->reset();
    auto again = open_or_die(options);
    EXPECT_EQ(count_sound_prefix(*again), sound + 1);
  }
}

TEST(IndexRecovery, ADamagedCheckpointIsNeverServed) {
  int refused = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    TemporaryFolder folder;
    const IndexOptions options = make_crashed(folder.path());
    auto files = files_with(folder.path(), "segment-");
    std::ranges::copy(files_with(folder.path(), "manifest-"), std::back_inserter(files));
    const fs::path& damaged = files[random() % files.size()];
    if (seed % 4 == 0) {
      fs::resize_file(damaged, random() % fs::file_size(damaged));
    } else {
      flip_bit(damaged, random() % (8 * fs::file_size(damaged)));
    }
    auto index = Index::open(options);
    if (index) {
      EXPECT_EQ(count_sound_prefix(**index), 80);  // the bit is in padding, which means nothing
      continue;
    }
    ++refused;
    EXPECT_EQ(index.error().code, ErrorCode::data_corrupt);
    EXPECT_NE(index.error().message.find(damaged.string()), std::string::npos) << index.error().message;
    EXPECT_TRUE(index.error().message.find("offset") != std::string::npos ||
                index.error().message.find("at byte") != std::string::npos)
        << index.error().message;
    EXPECT_TRUE(fs::exists(damaged));
  }
  EXPECT_GT(refused, 75);
}

TEST(IndexRecovery, FallsBackToTheCheckpointBeforeWhereItIsStillThere) {
  TemporaryFolder folder, older;
  IndexOptions options = quiet_options(folder.path());
  auto index = open_or_die(options);
  add_documents(*index, 0, 10);
  ASSERT_TRUE(index->checkpoint());
  add_documents(*index, 10, 20);
  fs::copy(folder.path(), older.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  ASSERT_TRUE(index->checkpoint());
  index.reset();
  const auto newest = files_with(folder.path(), "manifest-").front();
  // As if the crash came between the new manifest and the removal of what it made obsolete.
  fs::copy(older.path(), folder.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  flip_bit(newest, 100);
  index = open_or_die(options);
  EXPECT_EQ(count_sound_prefix(*index), 20);
  ASSERT_EQ(index->recovery().problems.size(), 1u);
  ASSERT_TRUE(index->close());
  index.reset();
  index = open_or_die(options);
  EXPECT_EQ(count_sound_prefix(*index), 20);
  EXPECT_TRUE(index->recovery().problems.empty());
}

TEST(IndexRecovery, AFolderWithALogButNoManifestIsRefused) {
  TemporaryFolder folder;
  const IndexOptions options = make_crashed(folder.path());
  for (const auto& path : files_with(folder.path(), "manifest-")) fs::remove(path);
  auto index = Index::open(options);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, ErrorCode::data_corrupt);
}

TEST(IndexRecovery, NumbersThatACheckpointCountedAreNotGivenOutAgain) {
  TemporaryFolder folder;
  const IndexOptions options = make_crashed(folder.path());
  for (const auto& path : files_with(folder.path(), "changes-")) fs::remove(path);
  auto index = open_or_die(options);
  EXPECT_EQ(count_sound_prefix(*index), 40);
  const auto written = apply_one(*index, index_op("p40", source_of(40)));
  EXPECT_EQ(written->sequence_number, 43u);
  index.reset();
  EXPECT_EQ(count_sound_prefix(*open_or_die(options)), 41);
}

}  // namespace
}  // namespace aisle::engine::testing
