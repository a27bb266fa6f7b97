#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace aisle {
namespace {

TEST(Bytes, ReadsBackWhatWasWritten) {
  ByteWriter writer;
  writer.put<std::uint16_t>(7);
  writer.put_string("shoe");
  writer.align(8);
  writer.put(2.5);
  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.get<std::uint16_t>(), 7);
  EXPECT_EQ(reader.get_string(), "shoe");
  reader.get_bytes(6);
  EXPECT_EQ(reader.get<double>(), 2.5);
  EXPECT_TRUE(reader.ok());
}

TEST(Bytes, ReadingPastTheEndFailsForGood) {
  ByteWriter writer;
  writer.put<std::uint32_t>(1000);  // a length that promises more than there is
  writer.append("abc");
  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.get_string(), "");
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.get<std::uint8_t>(), 0);
}

}  // namespace
}  // namespace aisle
