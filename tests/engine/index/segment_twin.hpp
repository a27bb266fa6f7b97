#pragma once
// The obvious twin of a segment: maps from terms to documents, built word by word. What a segment says must be what
// the twin says.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/index/segment/segment.hpp"
#include "test_documents.hpp"

namespace aisle::engine::testing {

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
