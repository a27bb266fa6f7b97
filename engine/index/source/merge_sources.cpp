#include "engine/index/source/merge_sources.hpp"

#include <string>
#include <vector>

namespace aisle::engine {
namespace {

struct Origin {
  const Segment* segment = nullptr;
  DocId doc{0};
};

/// Neighbouring documents that are stored in the same way. `chunk` is null for uncompressed ones, which may come from
/// several segments.
struct Run {
  const SourceChunk* chunk = nullptr;
  std::vector<Origin> docs;
};

std::vector<Run> find_runs(std::span<const MappedSegment> inputs) {
  std::vector<Run> runs;
  for (const MappedSegment& input : inputs) {
    const SourceStore& store = input.segment->sources();
    input.for_each_doc([&](DocId doc, std::uint32_t) {
      const SourceChunk& chunk = store.chunks()[store.chunk_of(doc)];
      const SourceChunk* wanted = chunk.compressed != 0 ? &chunk : nullptr;
      if (runs.empty() || runs.back().chunk != wanted) runs.push_back({wanted, {}});
      runs.back().docs.push_back({input.segment, doc});
    });
  }
  return runs;
}

void add_anew(const std::vector<Origin>& docs, SourceStoreWriter& writer) {
  writer.add_documents(static_cast<std::uint32_t>(docs.size()), [&docs](std::uint32_t i, std::string& out) {
    docs[i].segment->append_source(docs[i].doc, out);
  });
}

void copy_run(const Run& run, SourceStoreWriter& writer) {
  std::vector<DocId> docs;
  for (const Origin& origin : run.docs) docs.push_back(origin.doc);
  writer.copy_documents(run.docs.front().segment->sources(), *run.chunk, docs);
}

}  // namespace

void merge_sources(std::span<const MappedSegment> inputs, ImageWriter& image) {
  std::vector<Run> runs = find_runs(inputs);
  if (runs.size() > kMaxSourceChunks) {
    Run all;
    for (const Run& run : runs) all.docs.insert(all.docs.end(), run.docs.begin(), run.docs.end());
    runs.assign(1, std::move(all));
  }
  SourceStoreWriter writer(image);
  for (const Run& run : runs) {
    if (run.chunk == nullptr) {
      add_anew(run.docs, writer);
    } else {
      copy_run(run, writer);
    }
  }
  writer.finish();
}

}  // namespace aisle::engine
