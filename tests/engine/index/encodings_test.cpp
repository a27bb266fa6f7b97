// The small encodings: packed bits, length bytes, numbers as integers, impacts, slot tables.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "base/hash.hpp"
#include "engine/index/columns/numeric_column_writer.hpp"
#include "engine/index/dictionary/slot_table.hpp"
#include "engine/index/postings/bit_packing.hpp"
#include "engine/index/postings/impact_set.hpp"
#include "engine/index/postings/length_byte.hpp"

namespace aisle::engine {
namespace {

TEST(BitPacking, GivesBlocksBackAtEveryWidth) {
  std::mt19937 random(1);
  for (std::uint32_t bits = 0; bits <= 32; ++bits) {
    std::array<std::uint32_t, 128> values;
    for (auto& value : values) {
      value = bits == 0 ? 0 : static_cast<std::uint32_t>(random()) >> (32 - bits);
    }
    std::vector<std::byte> packed(packed_block_bytes(bits) + 1, std::byte{0xA5});
    pack_block(values.data(), bits, packed.data());
    ASSERT_EQ(packed.back(), std::byte{0xA5});
    std::array<std::uint32_t, 128> unpacked;
    unpack_block(packed.data(), bits, unpacked.data());
    ASSERT_EQ(unpacked, values) << bits;

    std::vector<std::byte> string(bit_string_bytes(77, bits) + kBitStringSlack + 1, std::byte{0xA5});
    pack_bit_string(std::span(values).first(77), bits, string.data());
    ASSERT_EQ(string.back(), std::byte{0xA5});
    for (std::uint32_t i = 0; i < 77; ++i) ASSERT_EQ(bit_string_value(string.data(), bits, i), values[i]) << bits;
  }
}

TEST(BitPacking, SumsGapsFromAnyStart) {
  std::mt19937 random(2);
  for (const std::uint32_t start : {0U, 1U, 1000000U}) {
    std::array<std::uint32_t, 128> gaps;
    for (auto& gap : gaps) gap = static_cast<std::uint32_t>(random() % 100);
    std::array<std::uint32_t, 128> sums = gaps;
    prefix_sum_block(sums.data(), start);
    std::uint32_t next = start;
    for (std::uint32_t i = 0; i < 128; ++i) {
      next += gaps[i];
      ASSERT_EQ(sums[i], next++);
    }
  }
}

TEST(LengthByte, AgreesWithLucene) {
  for (std::uint32_t length = 0; length < 40; ++length) {
    EXPECT_EQ(encode_length(length), length);
    EXPECT_EQ(decode_length(static_cast<std::uint8_t>(length)), length);
  }
  // The first lossy lengths of Lucene's table, and its last.
  const std::vector<std::uint32_t> after_39{40, 42, 44, 46, 48, 50, 52, 54, 56, 60, 64, 68, 72, 76, 80, 84, 88, 96, 104};
  for (std::uint32_t i = 0; i < after_39.size(); ++i) EXPECT_EQ(kLengthTable[40 + i], after_39[i]);
  EXPECT_EQ(kLengthTable[255], 2013265944U);
  EXPECT_EQ(encode_length(41), 40);
  EXPECT_EQ(encode_length(0x7FFFFFFF), 255);
}

TEST(LengthByte, RoundsDownAndKeepsOrder) {
  std::uint8_t before = 0;
  for (std::uint32_t length = 0; length < 200000; ++length) {
    const std::uint8_t byte = encode_length(length);
    ASSERT_GE(byte, before);
    ASSERT_LE(decode_length(byte), length);
    if (byte < 255) {
      ASSERT_GT(decode_length(static_cast<std::uint8_t>(byte + 1)), length);
    }
    before = byte;
  }
}

/// Holds a range against every value of a column, one by one.
void expect_exact_ranges(const NumericEncoding& encoding, const std::vector<double>& values) {
  for (const double from : values) {
    for (const bool inclusive : {false, true}) {
      const auto [low, least_high] = encoding.range(from, inclusive, std::nullopt, false);
      const auto [greatest_low, high] = encoding.range(std::nullopt, false, from, inclusive);
      for (const double value : values) {
        const std::int64_t encoded = encoding.encode(value);
        EXPECT_EQ(encoded >= low && encoded <= least_high, inclusive ? value >= from : value > from)
            << value << " from " << from;
        EXPECT_EQ(encoded >= greatest_low && encoded <= high, inclusive ? value <= from : value < from)
            << value << " to " << from;
      }
    }
  }
}

TEST(NumericEncoding, ChoosesTheSmallestExactScale) {
  const auto scale_of = [](std::vector<double> values) {
    const NumericEncoding encoding = NumericEncoding::for_reals(values);
    for (const double value : values) EXPECT_EQ(encoding.decode(encoding.encode(value)), value);
    return encoding.kind == NumericEncoding::Kind::scaled ? encoding.scale : 0.0;
  };
  EXPECT_EQ(scale_of({1, 2, -7}), 1.0);
  EXPECT_EQ(scale_of({1.5, 2}), 10.0);
  EXPECT_EQ(scale_of({19.99, 0.1, 1299.0}), 100.0);
  EXPECT_EQ(scale_of({0.0001}), 10000.0);
  EXPECT_EQ(scale_of({1.0 / 3}), 0.0);
  EXPECT_EQ(scale_of({19.99, 1e300}), 0.0);
  EXPECT_EQ(scale_of({-0.0}), 0.0);
  EXPECT_EQ(scale_of({std::numeric_limits<double>::infinity()}), 0.0);
}

TEST(NumericEncoding, RangesHoldExactlyTheValuesWithin) {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<double> prices{0, 0.01, 0.1, 19.98, 19.99, 20, 20.01, 99999.99, -5.25, -0.01};
  expect_exact_ranges(NumericEncoding::for_reals(prices), prices);
  const std::vector<double> any{-infinity, -1e300, -1.0 / 3, -0.0, 0.0, 5e-324, 1.0 / 3, 1e300, infinity};
  expect_exact_ranges(NumericEncoding::for_reals(any), any);
  const std::vector<double> whole{-9007199254740992.0, -3, -2, 0, 1, 2, 9007199254740992.0};
  expect_exact_ranges({}, whole);
}

TEST(NumericEncoding, RangesOfIntegersKnowFractionsAndEnds) {
  const NumericEncoding integer;
  EXPECT_EQ(integer.range(2.5, true, 7.5, true), std::pair(std::int64_t{3}, std::int64_t{7}));
  EXPECT_EQ(integer.range(3.0, false, 7.0, false), std::pair(std::int64_t{4}, std::int64_t{6}));
  const auto empty = [](std::pair<std::int64_t, std::int64_t> range) { return range.first > range.second; };
  EXPECT_TRUE(empty(integer.range(1e19, true, std::nullopt, true)));
  EXPECT_TRUE(empty(integer.range(std::nullopt, true, -1e19, true)));
  EXPECT_TRUE(empty(integer.range(std::nan(""), true, std::nullopt, true)));
  EXPECT_EQ(integer.range(-1e19, true, 1e19, true),
            std::pair(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()));
}

TEST(NumericColumn, IsAsNarrowAsItsValuesAllow) {
  const auto bytes = [](std::int64_t low, std::int64_t high) {
    NumericColumnWriter writer(ValueClass::integer);
    writer.add_integer(0, low);
    writer.add_integer(1, high);
    const auto column = writer.finish(2);
    const auto opened = NumericColumn::open(column, 2, true);
    EXPECT_EQ(opened->first(DocId{0}), low);
    EXPECT_EQ(opened->first(DocId{1}), high);
    EXPECT_EQ(opened->bounds(), std::pair(low, high));
    return (column.size() - sizeof(NumericColumn::Header)) / 2;
  };
  EXPECT_EQ(bytes(1'700'000'000'000, 1'700'000'000'255), 1U);
  EXPECT_EQ(bytes(-3, 65532), 2U);
  EXPECT_EQ(bytes(0, 65536), 4U);
  EXPECT_EQ(bytes(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()), 8U);
}

TEST(ImpactSet, BoundsEveryPostingWithinItsLimit) {
  std::mt19937 random(3);
  for (const std::uint32_t limit : {1U, 2U, 4U, 8U}) {
    ImpactAccumulator accumulator;
    std::vector<Impact> postings;
    for (int i = 0; i < 128; ++i) {
      Impact impact;
      impact.freq = 1 + static_cast<std::uint32_t>(random() % 30);
      impact.norm = static_cast<std::uint8_t>(1 + random() % 100);
      postings.push_back(impact);
      accumulator.add(impact.freq, impact.norm);
    }
    std::vector<Impact> impacts;
    accumulator.take(limit, impacts);
    ASSERT_LE(impacts.size(), limit);
    for (const Impact& posting : postings) {
      ASSERT_TRUE(std::any_of(impacts.begin(), impacts.end(), [&](const Impact& impact) {
        return impact.freq >= posting.freq && impact.norm <= posting.norm;
      }));
    }
  }
}

TEST(ImpactSet, KeepsNothingThatIsBeaten) {
  std::vector<Impact> impacts;
  for (const auto& [freq, norm] : {std::pair(3, 10), std::pair(2, 12), std::pair(5, 20), std::pair(1, 4), std::pair(3, 11)}) {
    Impact impact;
    impact.freq = static_cast<std::uint32_t>(freq);
    impact.norm = static_cast<std::uint8_t>(norm);
    impacts.push_back(impact);
  }
  keep_competitive(impacts, 8);
  ASSERT_EQ(impacts.size(), 3U);
  EXPECT_EQ(impacts[0].freq, 1U);
  EXPECT_EQ(impacts[1].norm, 10);
  EXPECT_EQ(impacts[2].freq, 5U);
}

TEST(SlotTable, FindsEveryNumberAmongEqualHashes) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t i = 0; i < 1000; ++i) hashes.push_back(i % 10 == 0 ? 42 : mix64(i));
  const auto slots = build_slot_table(hashes, false);
  ASSERT_EQ(find_slot_fault(slots, 1000), nullptr);
  const SlotTable table(slots, 1000);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(table.find(hashes[i], [&](std::uint32_t number) { return number == i; }), i);
  }
  EXPECT_EQ(table.find(mix64(77777), [](std::uint32_t) { return true; }), SlotTable::kNotFound);
}

}  // namespace
}  // namespace aisle::engine
