// The kernels under facets count what a loop over the documents counts.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <vector>

#include "engine/aggregate/collect/match_window.hpp"
#include "engine/aggregate/count/interval_counter.hpp"
#include "engine/aggregate/count/ordinal_counter.hpp"
#include "engine/index/columns/live_column.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kDocs = 3 * kWindowSize - 700;

WindowBits random_bits(std::mt19937& random, std::uint32_t base) {
  WindowBits bits;
  const bool all = random() % 3 == 0;
  for (std::uint32_t i = 0; i < kWindowSize && base + i < kDocs; ++i) {
    if (all || random() % 4 == 0) bits.set(i);
  }
  return bits;
}

/// Gives random windows to `fast`, and each of their documents to `slow`.
template <class Fast, class Slow>
void for_random_windows(std::mt19937& random, Fast&& fast, Slow&& slow) {
  for (std::uint32_t base = 0; base < kDocs; base += kWindowSize) {
    const WindowBits bits = random_bits(random, base);
    MatchWindow window(DocId{base}, bits);
    fast(window);
    bits.for_each([&](std::uint32_t offset) { slow(base + offset); });
  }
}

/// Prices of two decimals, zeros of both signs, and documents without a value.
std::unique_ptr<LiveColumn> live_prices(std::mt19937& random, std::vector<std::optional<double>>& plain) {
  auto column = std::make_unique<LiveColumn>(ValueClass::real, kDocs, nullptr);
  const NumericEncoding real = NumericColumn::live_encoding(ValueClass::real);
  plain.resize(kDocs);
  const bool odd_zeros = random() % 2 == 0;  // which only a double can tell apart
  for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
    const std::uint32_t kind = random() % 16;
    if (kind == 0) continue;
    plain[doc] = kind == 1 && odd_zeros ? -0.0 : kind <= 2 ? 0.0 : (static_cast<double>(random() % 60'000) - 10'000) / 100.0;
    column->set(doc, real.encode(*plain[doc]));
  }
  return column;
}

TEST(IntervalCounter, CountsLiveValuesAsComparingThemDoes) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::vector<std::optional<double>> plain;
    const auto live = live_prices(random, plain);
    const NumericColumn& column = live->now();
    std::set<double> bounds{0.0};
    while (bounds.size() < 1 + seed % IntervalCounter::kMaxEdges) bounds.insert(std::floor(random() % 600) - 100.0);
    std::vector<std::int64_t> edges;
    for (const double bound : bounds) {
      const EncodedEdge edge = encoded_edge(column, bound);
      ASSERT_TRUE(edge.exact) << bound;
      edges.push_back(edge.at);
    }
    IntervalCounter counter;
    counter.begin(column, edges, true);
    std::vector<std::uint64_t> expected(edges.size() + 1);
    std::vector<double> outside;
    std::uint64_t missing = 0;
    for_random_windows(random, [&](MatchWindow& window) { counter.count(window.docs()); }, [&](std::uint32_t doc) {
      if (!plain[doc]) return static_cast<void>(++missing);
      const auto interval = static_cast<std::size_t>(
          std::count_if(bounds.begin(), bounds.end(), [&](double bound) { return *plain[doc] >= bound; }));
      ++expected[interval];
      if (interval == 0 || interval == edges.size()) outside.push_back(*plain[doc]);
    });
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(counter.docs(i), expected[i]) << i;
    EXPECT_EQ(counter.missing(), missing);
    std::vector<double> kept;
    for (const std::int64_t encoded : counter.outside()) kept.push_back(column.as_double(encoded));
    EXPECT_EQ(kept, outside);
  }
}

TEST(IntervalCounter, HoldsTheGreatestNumbersOfALiveColumn) {
  LiveColumn live(ValueClass::integer, 3, nullptr);
  live.set(0, std::numeric_limits<std::int64_t>::max());
  live.set(1, std::numeric_limits<std::int64_t>::min());
  const NumericColumn& column = live.now();
  const std::vector<std::int64_t> edges{0};
  IntervalCounter counter;
  counter.begin(column, edges, false);
  WindowBits bits;
  for (std::uint32_t i = 0; i < 3; ++i) bits.set(i);
  MatchWindow window(DocId{0}, bits);
  counter.count(window.docs());
  EXPECT_EQ(counter.docs(0), 1U);
  EXPECT_EQ(counter.docs(1), 1U);
  EXPECT_EQ(counter.missing(), 1U);
}

/// Documents with one of `sets` random combinations of up to four of `terms` terms each.
std::vector<std::vector<std::uint32_t>> random_ordinals(std::mt19937& random, std::uint32_t sets, std::uint32_t terms) {
  std::vector<std::vector<std::uint32_t>> combinations(sets);
  for (auto& combination : combinations) {
    std::set<std::uint32_t> chosen;
    for (std::uint32_t left = random() % 5; left > 0; --left) chosen.insert(random() % terms);
    combination.assign(chosen.begin(), chosen.end());
  }
  combinations[0] = {0, terms - 1};  // several values somewhere
  std::vector<std::vector<std::uint32_t>> plain(kDocs);
  for (auto& document : plain) document = combinations[random() % sets];
  plain[0] = combinations[0];
  return plain;
}

TEST(OrdinalCounter, CountsCombinationsAsTheirValues) {
  for (const auto& [sets, terms] : {std::pair(3U, 20U), {200U, 300U}, {600U, 70'000U}, {5'000U, 90U}}) {
    SCOPED_TRACE(std::to_string(sets) + " combinations of " + std::to_string(terms) + " terms");
    std::mt19937 random(sets);
    const auto plain = random_ordinals(random, sets, terms);
    OrdinalColumnWriter writer;
    for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
      for (const std::uint32_t ordinal : plain[doc]) writer.add(doc, ordinal);
    }
    const std::vector<std::byte> bytes = std::move(writer).finish(kDocs, terms);
    const Result<OrdinalColumn> column = OrdinalColumn::open(bytes, kDocs, terms, true);
    ASSERT_TRUE(column.ok());
    EXPECT_EQ(column->sets() != nullptr, sets <= 600) << "too many combinations are not worth it";
    OrdinalCounter counter;
    counter.begin(*column);
    std::vector<std::uint32_t> expected(terms);
    std::uint64_t missing = 0;
    for_random_windows(random, [&](MatchWindow& window) { counter.count(window.docs()); }, [&](std::uint32_t doc) {
      missing += plain[doc].empty() ? 1 : 0;
      for (const std::uint32_t ordinal : plain[doc]) ++expected[ordinal];
    });
    const auto counts = counter.fold();
    EXPECT_TRUE(std::equal(counts.begin(), counts.end(), expected.begin(), expected.end()));
    EXPECT_EQ(counter.missing(), missing);
  }
}

}  // namespace
}  // namespace aisle::engine
