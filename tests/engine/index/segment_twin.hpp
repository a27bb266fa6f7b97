#pragma once
// The obvious twin of a segment: maps from terms to documents, built word by word. What a segment says must be what
// the twin says.

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/index/document.hpp"
#include "engine/index/segment/segment.hpp"
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

class SegmentTwin {
 public:
  explicit SegmentTwin(std::vector<TestDocument> documents);

  struct Posting {
    std::uint32_t freq = 0;
    std::vector<std::uint32_t> positions;
  };
  using Postings = std::map<std::uint32_t, Posting>;
  struct TermField {
    std::map<std::string, Postings> terms;
    std::map<std::uint32_t, std::uint32_t> lengths;           ///< documents that have the field
    std::map<std::uint32_t, std::set<std::string>> values;    ///< terms of each document
  };
  const std::vector<TestDocument>& documents() const { return documents_; }
  const TermField& field(std::uint32_t field) const { return fields_.at(field); }

 private:
  void add_text(const Field& field, std::uint32_t doc, const std::vector<std::string>& texts);
  void add_occurrence(std::uint32_t field, const std::string& term, std::uint32_t doc, std::uint32_t position);
  std::vector<TestDocument> documents_;
  std::map<std::uint32_t, TermField> fields_;
};

/// Seals the documents into a segment, passing its image through bytes and full verification.
std::shared_ptr<Segment> build_segment(const std::vector<TestDocument>& documents, std::uint64_t segment_id = 1);

/// Compares everything. Failures are GoogleTest's.
void expect_same(const Segment& segment, const SegmentTwin& twin);

}  // namespace aisle::engine::testing
