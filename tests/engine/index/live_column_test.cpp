// A live column keeps what it is given, whatever form it takes for it, and while others read.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "engine/index/columns/live_column.hpp"
#include "engine/index/columns/numeric_column_writer.hpp"
#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

const NumericEncoding kReal = NumericColumn::live_encoding(ValueClass::real);

/// The column's value of a document by every way there is to ask for it.
std::optional<double> read(const LiveColumn& column, std::uint32_t doc) {
  const NumericColumn& form = column.now();
  std::optional<double> value;
  form.for_each(DocId{doc}, [&](std::int64_t encoded) { value = form.as_double(encoded); });
  EXPECT_EQ(form.has_value(DocId{doc}), value.has_value());
  EXPECT_EQ(form.first(DocId{doc}) != kMissingLiveValue, value.has_value());
  form.visit_single([&](auto values, auto present) {
    EXPECT_EQ(present(doc), value.has_value());
    EXPECT_EQ(values(doc), form.first(DocId{doc}));
  });
  form.visit_codes([&](auto codes, auto present) {
    EXPECT_TRUE(present(doc));
    EXPECT_EQ(codes(doc) != 0, value.has_value());
    if (value) {
      const auto base = static_cast<std::uint64_t>(form.base());  // codes count from it past the signed numbers' end
      EXPECT_EQ(static_cast<std::int64_t>(base + codes(doc)), form.first(DocId{doc}));
    }
  });
  return value;
}

TEST(CodeRange, HoldsItsValuesAndTellsWhichItHolds) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const auto any = [&] { return static_cast<std::int64_t>(random()) >> (random() % 64); };
    std::int64_t low = std::max(any(), kLowest + 1);
    std::int64_t high = std::max(any(), kLowest + 1);
    if (low > high) std::swap(low, high);
    const CodeRange range = CodeRange::for_values(low, high, static_cast<std::uint8_t>(1U << (random() % 4)));
    ASSERT_TRUE(range.holds(low) && range.holds(high)) << low << " " << high;
    ASSERT_FALSE(range.holds(kMissingLiveValue));
    for (const std::int64_t value : {low, high, std::max(any(), kLowest + 1), kLowest + 1, kHighest}) {
      if (!range.holds(value)) continue;
      ASSERT_NE(range.code_of(value), 0U);
      ASSERT_LE(range.code_of(value), range.greatest());
      ASSERT_EQ(value < low, range.code_of(value) < range.code_of(low)) << "codes sort as values";
    }
  }
}

TEST(LiveColumn, IsAsNarrowAsItsStoredValuesAllow) {
  const auto width = [](ValueClass value_class, const std::vector<double>& values) {
    NumericColumnWriter writer(value_class);
    for (std::uint32_t doc = 0; doc < values.size(); ++doc) {
      value_class == ValueClass::real ? writer.add_real(doc, values[doc])
                                      : writer.add_integer(doc, static_cast<std::int64_t>(values[doc]));
    }
    const auto docs = static_cast<std::uint32_t>(values.size()) + 1;
    const std::vector<std::byte> bytes = writer.finish(docs);
    const auto stored = NumericColumn::open(bytes, docs, true);
    const LiveColumn column(value_class, docs, &*stored);
    for (std::uint32_t doc = 0; doc < values.size(); ++doc) EXPECT_EQ(read(column, doc), values[doc]);
    EXPECT_EQ(read(column, docs - 1), std::nullopt);
    EXPECT_EQ(column.now().bounds(), stored->encoding().scale == column.now().encoding().scale ? stored->bounds()
                                                                                              : column.now().bounds());
    return static_cast<int>(column.now().width());
  };
  EXPECT_EQ(width(ValueClass::real, {4.5, 0.0, 5.0}), 1);         // ratings
  EXPECT_EQ(width(ValueClass::real, {19.99, 649.0, 5.25}), 2);
  EXPECT_EQ(width(ValueClass::real, {19.99, 64900.0, 5.25}), 4);
  EXPECT_EQ(width(ValueClass::real, {19.99, -0.0}), 8);
  EXPECT_EQ(width(ValueClass::integer, {0, 1}), 1);
  EXPECT_EQ(width(ValueClass::integer, {-100, 154}), 1);
  EXPECT_EQ(width(ValueClass::integer, {-100, 155}), 2);
  EXPECT_EQ(width(ValueClass::integer, {0, 400'000}), 4);
  EXPECT_EQ(width(ValueClass::integer, {1'700'000'000'000, 1'700'000'000'001}), 1);
}

std::optional<double> random_price(std::mt19937& random) {
  switch (random() % 12) {
    case 0: return std::nullopt;
    case 1: return std::floor(random() % 2'000) / 1000.0;
    case 2: return -static_cast<double>(random() % 300);
    case 3: return random() % 40 == 0 ? 1.0 / 3.0 : 7.0;
    case 4: return random() % 20 == 0 ? static_cast<double>(random()) * 1e3 : 1.0;
    default: return static_cast<double>(random() % 30'000) / 100.0;
  }
}

TEST(LiveColumn, KeepsWhateverItIsGiven) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    constexpr std::uint32_t kDocs = 50;
    LiveColumn column(ValueClass::real, kDocs, nullptr);
    std::map<std::uint32_t, double> plain;
    for (int step = 0; step < 400; ++step) {
      const std::uint32_t doc = random() % kDocs;
      const std::optional<double> price = random_price(random);
      column.set(doc, price ? std::optional(kReal.encode(*price)) : std::nullopt);
      price ? static_cast<void>(plain[doc] = *price) : static_cast<void>(plain.erase(doc));
      const NumericColumn& form = column.now();
      if (const auto bounds = form.bounds()) {
        for (const auto& [at, value] : plain) {
          ASSERT_LE(form.as_double(bounds->first), value);
          ASSERT_GE(form.as_double(bounds->second), value);
        }
      }
    }
    for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
      const auto found = plain.find(doc);
      ASSERT_EQ(read(column, doc), found == plain.end() ? std::nullopt : std::optional(found->second));
      ASSERT_EQ(column.get(doc), found == plain.end() ? std::nullopt : std::optional(kReal.encode(found->second)));
    }
  }
}

TEST(LiveColumn, HoldsTheEndsOfTheIntegers) {
  LiveColumn column(ValueClass::integer, 3, nullptr);
  column.set(0, kHighest);
  column.set(1, kLowest);
  EXPECT_EQ(column.get(0), kHighest);
  EXPECT_EQ(column.get(1), kLowest + 1);
  EXPECT_EQ(column.get(2), std::nullopt);
}

TEST(LiveColumn, MakesFewFormsForValuesThatWanderOutwards) {
  constexpr std::uint32_t kDocs = 1000;
  LiveColumn column(ValueClass::integer, kDocs, nullptr);
  for (std::int64_t value = 1; value < kHighest / 3; value = value * 2 + 1) {
    column.set(0, value);
    column.set(0, -value);
    column.set(0, 0);
  }
  EXPECT_LE(column.memory_bytes(), kDocs * 15 + 4096);
}

/// Readers see one of the values that a document had, in whichever form they hold, and the last one afterwards.
TEST(LiveColumn, IsReadWhileItChanges) {
  constexpr std::uint32_t kDocs = 64;
  LiveColumn column(ValueClass::real, kDocs, nullptr);
  for (std::uint32_t doc = 0; doc < kDocs; ++doc) column.set(doc, kReal.encode(1.0 * doc));
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done.load()) {
        const NumericColumn& form = column.now();
        for (std::uint32_t doc = 0; doc < kDocs; ++doc) {
          const std::int64_t encoded = form.first(DocId{doc});
          ASSERT_NE(encoded, kMissingLiveValue);
          // Document d only ever has values that leave the remainder d when divided by 64.
          ASSERT_EQ(std::fmod(form.as_double(encoded) * 1024, 64.0 * 1024), doc * 1024.0);
        }
      }
    });
  }
  std::mt19937 random(5);
  std::vector<double> last(kDocs);
  for (int step = 0; step < test_effort(20'000); ++step) {
    const std::uint32_t doc = random() % kDocs;
    last[doc] = doc + 64.0 * (random() % (step / 8 + 1));
    column.set(doc, kReal.encode(last[doc]));
    ASSERT_EQ(column.get(doc), kReal.encode(last[doc]));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace aisle::engine
