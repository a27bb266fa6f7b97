#pragma once
// A schema with a field of every form that a segment keeps, and random documents for it.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/index/document.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine::testing {

/// Fields of the test schema, in order of their numbers.
enum TestField : std::uint32_t {
  kTitle,     ///< text with positions and norms, several values
  kBody,      ///< text with frequencies and norms
  kFlat,      ///< text with documents only, no norms
  kFaceted,   ///< text with positions and a column (fielddata)
  kTags,      ///< keyword, several values
  kBrand,     ///< keyword, at most one value
  kHidden,    ///< keyword that is not indexed but has a column
  kPrice,     ///< double with two decimals
  kWeight,    ///< double with any bits
  kSizes,     ///< integer, several values
  kStock,     ///< long, live
  kBoost,     ///< double, live
  kUnused,    ///< keyword that no document has
  kUnusedLive,
  kTestFields,
};

std::shared_ptr<const Schema> test_schema();

/// A document that owns the texts its values point into.
struct TestDocument {
  std::string id;
  std::string source;
  std::uint64_t version = 1;
  std::uint64_t sequence_number = 0;
  std::map<std::uint32_t, std::vector<std::string>> texts;     ///< text and keyword fields
  std::map<std::uint32_t, std::vector<std::int64_t>> integers;
  std::map<std::uint32_t, std::vector<double>> reals;

  Document document() const;
};

/// Words are common ("w0", in about half of the documents) to rare.
std::vector<TestDocument> random_documents(std::uint32_t count, std::uint64_t seed);

}  // namespace aisle::engine::testing
