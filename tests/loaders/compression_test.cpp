#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "read_all.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::read_all;

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

std::string many_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "{\"id\":" + std::to_string(i * 7919 % 100'003) + "}\n";
  return text;
}

TEST(Decompression, ReadsMembersInARow) {
  for (const auto pack : {gzip, zstd})
    for (const std::size_t piece : {1, 5, 1 << 20})
      EXPECT_THAT(read_all(pack("{\"a\":1}\n{\"a\"") + pack(":2}\n"), {}, piece).jsons(),
                  ElementsAre("{\"a\":1}", "{\"a\":2}"));
}

TEST(Decompression, IgnoresZerosAfterTheLastGzipMember) {
  const auto seen = read_all(gzip("{\"a\":1}\n") + std::string(512, '\0'));
  EXPECT_EQ(seen.records.size(), 1u);
  EXPECT_TRUE(seen.errors.empty());
}

TEST(Decompression, ReportsATruncatedFileOnceAfterItsWholeRecords) {
  const auto text = many_lines(50'000);
  for (const auto pack : {gzip, zstd}) {
    const auto packed = pack(text);
    const auto seen = read_all(packed.substr(0, packed.size() / 2), {}, 4096);
    ASSERT_EQ(seen.errors.size(), 1u);
    EXPECT_EQ(seen.errors[0].code, ErrorCode::data_corrupt);
    EXPECT_THAT(seen.errors[0].message, HasSubstr("truncated"));
    EXPECT_LT(seen.records.size(), 50'000u);
    for (std::size_t i = 0; i < seen.records.size(); ++i)
      ASSERT_EQ(seen.records[i].json, "{\"id\":" + std::to_string(i * 7919 % 100'003) + "}");
  }
}

TEST(Decompression, ReportsDamage) {
  for (const auto pack : {gzip, zstd}) {
    auto packed = pack(many_lines(5'000));
    for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 20; ++i) packed[i] = '\x55';
    const auto seen = read_all(packed);
    ASSERT_GE(seen.errors.size(), 1u);
    EXPECT_EQ(seen.errors.back().code, ErrorCode::data_corrupt);
  }
}

}  // namespace
}  // namespace aisle::loaders
