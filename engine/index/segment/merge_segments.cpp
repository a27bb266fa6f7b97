#include "engine/index/segment/merge_segments.hpp"

#include <cassert>
#include <utility>

#include "engine/index/segment/document_sections.hpp"
#include "engine/index/segment/merge_field.hpp"
#include "engine/index/segment/parallel_sections.hpp"
#include "engine/index/source/merge_sources.hpp"

namespace aisle::engine {
namespace {

std::vector<DocId> map_documents(const MergeInput& input, std::uint32_t& next) {
  std::vector<DocId> map(input.segment->doc_count(), kEndDoc);
  for (std::uint32_t doc = 0; doc < map.size(); ++doc) {
    if (input.live == nullptr || input.live->is_live(DocId{doc})) map[doc] = DocId{next++};
  }
  return map;
}

void merge_documents(std::span<const MappedSegment> inputs, ImageWriter& image) {
  DocumentSections sections;
  for (const MappedSegment& input : inputs) {
    const Segment& segment = *input.segment;
    input.for_each_doc([&](DocId doc, std::uint32_t) {
      sections.add(segment.doc_id(doc), segment.version(doc), segment.sequence_number(doc),
                   segment.has_live_changes(doc));
    });
  }
  sections.write(image);
}

void merge_field(std::span<const MappedSegment> inputs, const Field& field, std::uint32_t doc_count, ImageWriter& image) {
  if (is_numeric(field.type)) {
    merge_numbers(inputs, field, doc_count, image);
  } else {
    merge_terms(inputs, field.id, doc_count, image);
  }
}

/// Roughly how long merging each field takes: a term costs some twenty times what a posting does.
std::vector<std::uint64_t> weights_of_fields(std::span<const MappedSegment> inputs, const Schema& schema) {
  constexpr std::uint64_t kPostingsPerTerm = 20;
  std::vector<std::uint64_t> weights(schema.size(), 0);
  for (const Field& field : schema.fields()) {
    for (const MappedSegment& input : inputs) {
      const FieldIndex* index = input.segment->field_index(field.id);
      if (index == nullptr) continue;
      weights[index_of(field.id)] += kPostingsPerTerm * index->term_count() + index->statistics().sum_term_freq;
    }
  }
  return weights;
}

}  // namespace

MergeOutput merge_segments(std::span<const MergeInput> inputs, const Schema& schema, std::uint64_t new_segment_id,
                           unsigned threads) {
  std::vector<std::vector<DocId>> doc_maps;
  std::uint32_t doc_count = 0;
  std::vector<MappedSegment> mapped;
  for (const MergeInput& input : inputs) {
    const std::uint32_t first = doc_count;
    doc_maps.push_back(map_documents(input, doc_count));
    mapped.push_back({.segment = input.segment, .first = first, .whole = doc_count - first == input.segment->doc_count()});
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) mapped[i].doc_map = &doc_maps[i];
  assert(doc_count < kMaxSegmentDocs && "too many documents for one segment");

  ParallelSections fields(weights_of_fields(mapped, schema), threads, [&](std::size_t field, ImageWriter& part) {
    merge_field(mapped, schema.field(FieldId{static_cast<std::uint32_t>(field)}), doc_count, part);
  });
  ImageWriter image;
  merge_documents(mapped, image);
  merge_sources(mapped, image);
  fields.append_to(image);
  return {std::move(image).finish(new_segment_id, doc_count), std::move(doc_maps), doc_count};
}

}  // namespace aisle::engine
