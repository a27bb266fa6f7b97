#include "engine/query/collect/doc_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

using Place = DocOrder::Place;

/// What a DocOrder ought to hold: a key for each document.
using Keys = std::map<std::uint32_t, std::int64_t>;

std::vector<Place> places_of(const Keys& keys) {
  std::vector<Place> places;
  for (const auto& [doc, key] : keys) places.push_back({key, doc});
  return places;
}

/// All documents, each chunk in the order of its keys.
std::vector<Place> read(const DocOrder& order, const Keys& keys) {
  std::vector<Place> all;
  for (const auto& chunk : order.chunks()) {
    EXPECT_TRUE(std::is_sorted(chunk->docs.begin(), chunk->docs.end()));
    const std::size_t first = all.size();
    for (const std::uint32_t doc : chunk->docs) all.push_back({keys.at(doc), doc});
    std::sort(all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
    if (!chunk->docs.empty()) EXPECT_GE(all[first], chunk->first);
  }
  return all;
}

std::vector<Place> sorted_before(const Keys& keys, const std::optional<Place>& end) {
  std::vector<Place> places = places_of(keys);
  std::erase_if(places, [&](const Place& place) { return end && place >= *end; });
  std::sort(places.begin(), places.end());
  return places;
}

TEST(DocOrder, StaysInOrderWhileKeysChange) {
  for (int seed = 1; seed <= test_effort(20); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(static_cast<unsigned>(seed));
    const std::int64_t range = std::int64_t{1} << (random() % 40 + 1);
    const auto random_key = [&] { return static_cast<std::int64_t>((random() * (1ULL << 31U)) % (2 * range)) - range; };
    Keys keys;
    for (std::uint32_t doc = 0; keys.size() < 100 + random() % 6'000; doc += 1 + random() % 3) keys[doc] = random_key();
    std::vector<Place> places = places_of(keys);
    DocOrder::sort(places);
    ASSERT_TRUE(std::is_sorted(places.begin(), places.end()));
    const std::size_t cut = seed % 3 == 0 ? places.size() / 2 : places.size();
    const std::optional<Place> end = cut < places.size() ? std::optional(places[cut]) : std::nullopt;
    DocOrder order(std::span(places).first(cut), end);
    ASSERT_EQ(read(order, keys), sorted_before(keys, end));
    const DocOrder before = order;
    const Keys keys_before = keys;
    for (int round = 0; round < 20; ++round) {
      for (int i = 0; i < 200; ++i) {
        auto& [doc, key] = *std::next(keys.begin(), static_cast<std::ptrdiff_t>(random() % keys.size()));
        ASSERT_TRUE(order.remove({key, doc}));
        key = round % 2 == 0 ? range / 2 : random_key();
        order.insert({key, doc});
      }
      order.split_large_chunks([&](std::span<const std::uint32_t> docs, std::int64_t* out) {
        for (std::size_t i = 0; i < docs.size(); ++i) out[i] = keys.at(docs[i]);
      });
      const std::vector<Place> expected = sorted_before(keys, end);
      ASSERT_EQ(read(order, keys), expected);
      ASSERT_EQ(order.size(), expected.size());
      const std::int64_t sought = random_key();
      const std::size_t chunk = order.chunk_with(sought);
      for (std::size_t i = 0; i < chunk; ++i) {
        for (const std::uint32_t doc : order.chunks()[i]->docs) ASSERT_LT(keys[doc], sought);
      }
      if (chunk + 1 < order.chunks().size()) ASSERT_GE(order.chunks()[chunk + 1]->first.key, sought);
    }
    EXPECT_EQ(read(before, keys_before), sorted_before(keys_before, end)) << "a copy changed with the original";
  }
}

TEST(DocOrder, DoesNotRemoveWhatIsNotThere) {
  const std::vector<Place> places{{1, 5}, {2, 3}, {2, 9}};
  DocOrder order(places, std::nullopt);
  EXPECT_FALSE(order.remove({1, 4}));
  EXPECT_TRUE(order.remove({2, 3}));
  EXPECT_FALSE(order.remove({2, 3}));
  EXPECT_EQ(order.size(), 2U);
  EXPECT_GT(order.memory_bytes(), 0U);
}

}  // namespace
}  // namespace aisle::engine
