#include "loaders/synthetic/query_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "loaders/synthetic/taxonomy.hpp"

namespace aisle::loaders {
namespace {

constexpr std::uint64_t kSeed = 11;

bool operator_equal(const StorefrontQuery& a, const StorefrontQuery& b) {
  return a.kind == b.kind && a.text == b.text && a.clean == b.clean && a.filters.brand == b.filters.brand &&
         a.filters.category == b.filters.category && a.filters.min_price == b.filters.min_price &&
         a.filters.max_price == b.filters.max_price && a.filters.in_stock == b.filters.in_stock;
}

TEST(QueryLog, IsDeterministic) {
  const CatalogGenerator catalog(42);
  const QueryLog log(catalog, 10'000, kSeed), same(catalog, 10'000, kSeed), other(catalog, 10'000, kSeed + 1);
  int different = 0;
  for (std::uint64_t i = 0; i < 300; ++i) {
    EXPECT_TRUE(operator_equal(log.query(i), same.query(i)));
    different += !operator_equal(log.query(i), other.query(i));
  }
  EXPECT_GT(different, 250);
}

TEST(QueryLog, HoldsEveryKindInItsShareAndRepeatsHeadQueries) {
  const CatalogGenerator catalog(42);
  std::map<QueryKind, int> kinds;
  std::map<std::string, int> texts;
  int filtered = 0;
  std::set<std::string> paths;
  for (const auto& leaf : taxonomy().leaves) paths.insert({leaf.department, leaf.group_path, leaf.path});
  constexpr int kQueries = 5'000;
  for (const auto& query : QueryLog(catalog, 10'000, kSeed).queries(kQueries)) {
    ++kinds[query.kind];
    if (query.kind == QueryKind::terms) ++texts[query.text];
    if (query.kind == QueryKind::browse)
      EXPECT_TRUE(query.text.empty());
    else
      EXPECT_FALSE(query.text.empty());
    if (query.kind == QueryKind::typo) EXPECT_NE(query.text, query.clean);
    if (query.kind == QueryKind::prefix) EXPECT_TRUE(query.clean.starts_with(query.text));
    if (query.kind == QueryKind::terms || query.kind == QueryKind::phrase) EXPECT_EQ(query.text, query.clean);
    if (!query.filters.category.empty()) EXPECT_TRUE(paths.contains(query.filters.category)) << query.filters.category;
    if (query.filters.min_price) EXPECT_LT(*query.filters.min_price, *query.filters.max_price);
    filtered += !query.filters.brand.empty() || !query.filters.category.empty() || query.filters.max_price.has_value();
  }
  EXPECT_NEAR(kinds[QueryKind::terms], 0.45 * kQueries, 150);
  EXPECT_NEAR(kinds[QueryKind::typo], 0.12 * kQueries, 100);
  EXPECT_NEAR(kinds[QueryKind::prefix], 0.28 * kQueries, 150);
  EXPECT_GT(filtered, kQueries / 8);
  EXPECT_GT(std::ranges::max_element(texts, {}, [](const auto& text) { return text.second; })->second, 10);
  EXPECT_GT(texts.size(), 500u);
}

}  // namespace
}  // namespace aisle::loaders
