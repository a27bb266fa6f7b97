#include "server/http/body_coding.hpp"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <random>

namespace aisle::server::http {
namespace {

std::string sample_text(std::size_t size) {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < size) text += "{\"price\":" + std::to_string(random() % 1000) + "}\n";
  return text;
}

std::string deflated(const std::string& text, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
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

ErrorCode code_of(const Result<std::string>& result) { return result ? ErrorCode::internal : result.error().code; }

TEST(BodyCoding, UndoesEveryCoding) {
  const auto text = sample_text(300'000);
  EXPECT_EQ(*decode_body(Coding::gzip, *gzip(text, 3), {}), text);
  EXPECT_EQ(*decode_body(Coding::deflate, deflated(text, 15), {}), text);
  EXPECT_EQ(*decode_body(Coding::deflate, deflated(text, -15), {}), text);
  EXPECT_EQ(*decode_body(Coding::zstd, zstd(text), {}), text);
}

TEST(BodyCoding, ReadsSeveralMembersAndFrames) {
  EXPECT_EQ(*decode_body(Coding::gzip, *gzip("one ", 1) + *gzip("two", 9), {}), "one two");
  EXPECT_EQ(*decode_body(Coding::zstd, zstd("one ") + zstd("two"), {}), "one two");
}

TEST(BodyCoding, StopsBombsByAbsoluteSize) {
  DecodeLimits limits;
  limits.max_bytes = 100'000;
  limits.max_ratio = 1'000'000;
  const std::string zeros(200'000, '0');
  EXPECT_EQ(code_of(decode_body(Coding::gzip, *gzip(zeros, 9), limits)), ErrorCode::resource_exhausted);
  EXPECT_EQ(code_of(decode_body(Coding::zstd, zstd(zeros), limits)), ErrorCode::resource_exhausted);
}

TEST(BodyCoding, StopsBombsByRatioPastAFreeAllowance) {
  DecodeLimits limits;
  limits.ratio_free_bytes = 100'000;
  limits.max_ratio = 50;
  EXPECT_TRUE(decode_body(Coding::gzip, *gzip(std::string(90'000, '0'), 9), limits).ok());
  EXPECT_EQ(code_of(decode_body(Coding::gzip, *gzip(std::string(900'000, '0'), 9), limits)), ErrorCode::resource_exhausted);
  EXPECT_EQ(code_of(decode_body(Coding::zstd, zstd(std::string(900'000, '0')), limits)), ErrorCode::resource_exhausted);
}

TEST(BodyCoding, RefusesTruncatedAndForeignBytes) {
  const auto text = sample_text(5'000);
  for (Coding coding : {Coding::gzip, Coding::deflate, Coding::zstd}) {
    const auto packed = coding == Coding::gzip ? *gzip(text, 3) : coding == Coding::zstd ? zstd(text) : deflated(text, 15);
    EXPECT_EQ(code_of(decode_body(coding, packed.substr(0, packed.size() - 5), {})), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of(decode_body(coding, "{\"not\":\"packed\"}", {})), ErrorCode::invalid_argument);
    EXPECT_EQ(code_of(decode_body(coding, "", {})), ErrorCode::invalid_argument);
  }
}

TEST(BodyCoding, KnowsCodingsByName) {
  EXPECT_EQ(*coding_from(""), Coding::identity);
  EXPECT_EQ(*coding_from("GZIP"), Coding::gzip);
  EXPECT_EQ(*coding_from("zstd"), Coding::zstd);
  EXPECT_FALSE(coding_from("br").ok());
  EXPECT_FALSE(coding_from("gzip, gzip").ok());
}

TEST(AcceptEncoding, WeighsQValues) {
  for (const char* header : {"gzip", "gzip,deflate", "deflate, gzip;q=0.5", "*", "br;q=1.0, *;q=0.1", "GZip;Q=0.001",
                             "gzip;q=0.5, identity;q=0.5"}) {
    EXPECT_TRUE(accepts_gzip(header)) << header;
  }
  for (const char* header : {"", "identity", "deflate", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0.4, identity;q=0.6",
                             "gzipped", "gzip;q=x"}) {
    EXPECT_FALSE(accepts_gzip(header)) << header;
  }
}

}  // namespace
}  // namespace aisle::server::http
