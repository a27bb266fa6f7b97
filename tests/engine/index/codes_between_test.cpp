// Bits of codes within bounds are those of a loop that compares.

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "engine/index/columns/codes_between.hpp"

namespace aisle::engine {
namespace {

template <class T>
void expect_bits(std::mt19937_64& random) {
  for (int round = 0; round < 300; ++round) {
    std::vector<T> codes(random() % 200);
    const std::uint64_t mask = random() % 2 == 0 ? 0xF : ~std::uint64_t{0};
    for (T& code : codes) code = static_cast<T>(random() & mask);
    const auto low = static_cast<T>(random() & mask);
    const auto high = static_cast<T>(random() & mask);
    std::vector<std::uint64_t> words((codes.size() + 63) / 64, 0x5555);
    codes_between(codes, low, high, words.data());
    for (std::size_t i = 0; i < words.size() * 64; ++i) {
      const bool inside = i < codes.size() && codes[i] >= low && codes[i] <= high;
      ASSERT_EQ((words[i / 64] >> (i % 64) & 1) != 0, inside) << sizeof(T) << " bytes, code " << i;
    }
  }
}

TEST(CodesBetween, AreThoseThatCompareSo) {
  std::mt19937_64 random(1);
  expect_bits<std::uint8_t>(random);
  expect_bits<std::uint16_t>(random);
  expect_bits<std::uint32_t>(random);
  expect_bits<std::uint64_t>(random);
}

}  // namespace
}  // namespace aisle::engine
