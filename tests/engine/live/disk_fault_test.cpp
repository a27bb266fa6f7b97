// Failing disks: syncs that return an error (after which the system forgets what was not written) and full disks, at
// every step of a small load, each followed by a power cut. What was acknowledged is there afterwards, once.
//
// The faults come from a library that is compiled here and preloaded into disk_fault_writer; without a C compiler or
// the library's source the test says so and is skipped.

#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include <sys/wait.h>

#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

class DiskFault : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* shared = std::getenv("AISLE_SHARED_DIR");
    const std::filesystem::path source = std::filesystem::path(shared ? shared : "") / "torture/faultfs.c";
    if (!std::filesystem::exists(source)) GTEST_SKIP() << "no [" << source.string() << "] to make the disk fail with";
    // The library ignores memory file systems and any path without "/ffdb".
    std::string pattern = (std::filesystem::temp_directory_path() / "aisle-ffdb-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    library_ = root_ / "faults.so";
    const std::string compile = "cc -w -O1 -shared -fPIC -o " + library_.string() + " " + source.string() + " -ldl 2>&1";
    if (std::system(compile.c_str()) != 0) GTEST_SKIP() << "no C compiler for [" << source.string() << "]";
  }

  void TearDown() override {
    std::error_code ignored;
    if (!root_.empty()) std::filesystem::remove_all(root_, ignored);
  }

  /// The batches that the writer says are durable.
  std::set<int> write_with_fault(const std::filesystem::path& folder, const std::string& kind, int at) {
    const std::string command = "LD_PRELOAD=" + library_.string() + " " AISLE_DISK_FAULT_WRITER " " + folder.string() +
                                " " + kind + " " + std::to_string(at);
    std::set<int> acknowledged;
    FILE* output = ::popen(command.c_str(), "r");
    for (int number = 0; std::fscanf(output, "%d", &number) == 1;) acknowledged.insert(number);
    const int status = ::pclose(output);
    EXPECT_EQ(WEXITSTATUS(status), 99) << command;
    return acknowledged;
  }

  void expect_all_there(const std::filesystem::path& folder, const std::set<int>& acknowledged) {
    auto index = open_or_die(quiet_options(folder));
    for (const std::string& problem : index->recovery().problems) {
      EXPECT_NE(problem.find("torn"), std::string::npos) << problem;
    }
    const auto seen = seen_in(*index->snapshot());  // throws when an id is there twice
    for (const int number : acknowledged) {
      for (int i = 5 * number; i < 5 * number + 5; ++i) {
        const auto found = seen.find("p" + std::to_string(i));
        ASSERT_NE(found, seen.end()) << i;
        EXPECT_EQ(found->second.stock, number) << i;
      }
    }
  }

  std::filesystem::path root_;
  std::filesystem::path library_;
};

TEST_F(DiskFault, AFailedSyncIsNeverAcknowledgedAndLosesNothingThatWas) {
  for (int at = 1; at <= 120; at += at < 30 ? 1 : 13) {
    SCOPED_TRACE("sync " + std::to_string(at));
    const auto folder = root_ / "ffdb" / std::to_string(at);
    std::filesystem::create_directories(folder);
    const std::set<int> acknowledged = write_with_fault(folder, "sync", at);
    expect_all_there(folder, acknowledged);
  }
}

TEST_F(DiskFault, AFullDiskRefusesWritesAndLosesNothingThatWasAcknowledged) {
  for (int at = 0; at <= 60; at += 12) {
    SCOPED_TRACE("full from batch " + std::to_string(at));
    const auto folder = root_ / "ffdb" / ("full" + std::to_string(at));
    std::filesystem::create_directories(folder);
    const std::set<int> acknowledged = write_with_fault(folder, "write", at);
    EXPECT_EQ(acknowledged.size(), static_cast<std::size_t>(at));
    expect_all_there(folder, acknowledged);
  }
}

}  // namespace
}  // namespace aisle::engine::testing
