#include "base/mapped_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace aisle {
namespace {

TEST(MappedFile, MapsWhatWasWrittenAtomically) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "mapped_file_test.bin";
  const std::string text = "twelve shoes";
  ASSERT_TRUE(write_file_atomically(path, std::as_bytes(std::span(text))).ok());
  auto file = MappedFile::open(path);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->bytes().size(), text.size());
  EXPECT_EQ(static_cast<char>(file->bytes()[0]), 't');
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".tmp"));
  std::filesystem::remove(path);
}

TEST(MappedFile, ReadsTheSameAfterLettingGo) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "mapped_file_let_go_test.bin";
  std::vector<std::byte> bytes(std::size_t{9} << 20);  // more than one piece of writing
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 31 >> 3);
  ASSERT_TRUE(replace_file(path, bytes).ok());
  auto file = MappedFile::open(path);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(std::ranges::equal(file->bytes(), bytes));
  for (const std::size_t begin : {0U, 1U, 5'000'000U}) file->let_go(file->bytes().subspan(begin));
  file->let_go({});
  EXPECT_TRUE(std::ranges::equal(file->bytes(), bytes));
  std::filesystem::remove(path);
}

TEST(MappedFile, NamesTheFileThatIsMissing) {
  auto file = MappedFile::open("/nonexistent/aisle");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().code, ErrorCode::not_found);
  EXPECT_NE(file.error().message.find("/nonexistent/aisle"), std::string::npos);
}

}  // namespace
}  // namespace aisle
