#pragma once
// Tiny catalogs for tests: documents as plain values, sealed into as many segments as a test wants.

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/index/live/snapshot.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine::testing {

/// A product of the fixed test schema: title (text with positions), body (text), brand and tags (keyword), price
/// (double), stock (long), flag (boolean). Empty texts and missing numbers are not indexed.
struct TestProduct {
  std::string id;
  std::string title;
  std::string body;
  std::string brand;
  std::vector<std::string> tags;
  std::optional<double> price;
  std::vector<std::int64_t> stock;
  std::optional<bool> flag;
  bool deleted = false;
};

std::shared_ptr<const Schema> test_schema();

/// The products in order, cut into `segments` runs of about the same size; deleted ones masked by LiveDocs.
std::shared_ptr<const Snapshot> make_snapshot(const std::vector<TestProduct>& products, std::size_t segments);

/// Products whose words are drawn from a small vocabulary with a skew, so that common and rare terms, ties, long
/// lists and empty fields all occur. One in `delete_one_in` is deleted (0: none).
std::vector<TestProduct> random_products(std::size_t count, std::uint32_t delete_one_in, std::mt19937& random);
/// A word of that vocabulary.
std::string random_word(std::mt19937& random);

}  // namespace aisle::engine::testing
