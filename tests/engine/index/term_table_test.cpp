#include "engine/index/segment/term_table.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace aisle::engine {
namespace {

/// Few letters and a zero byte, so that terms are often equal but for their length.
std::string random_term(std::mt19937& random, std::size_t most_bytes) {
  std::string term(random() % (most_bytes + 1), 'a');
  for (char& c : term) c = "aab\0"[random() % 4];
  return term;
}

TEST(TermKey, HoldsTermsWhole) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const std::string a = random_term(random, 40);
    const std::string b = round % 3 == 0 ? a : random_term(random, 40);
    const TermKey left = TermKey::of(a);
    const TermKey right = TermKey::of(b);
    ASSERT_EQ(left.size(), a.size());
    ASSERT_EQ(left.is_long(), a.size() > TermKey::kMostBytes);
    ASSERT_EQ(left.matches(right), a == b);
    if (a == b) ASSERT_EQ(left.hash(), right.hash());
    if (!left.is_long()) ASSERT_EQ(std::string_view(left.bytes(), left.size()), a);
  }
}

TEST(TermTable, NumbersTermsInOrderOfAppearance) {
  std::mt19937 random(2);
  TermTable table;
  for (int use = 0; use < 2; ++use) {
    std::map<std::string, std::uint32_t> known;
    for (int i = 0; i < 30'000; ++i) {
      const std::string term = random_term(random, i % 10 == 0 ? 60 : 9);
      const TermKey key = TermKey::of(term);
      table.prefetch(key.hash());
      const auto next = static_cast<std::uint32_t>(known.size());
      ASSERT_EQ(table.intern(key, key.hash(), term), known.try_emplace(term, next).first->second);
    }
    ASSERT_EQ(table.size(), known.size());
    const auto terms = table.terms();
    for (const auto& [term, number] : known) ASSERT_EQ(terms[number], term);
    table.clear();
    EXPECT_EQ(table.size(), 0U);
  }
}

}  // namespace
}  // namespace aisle::engine
