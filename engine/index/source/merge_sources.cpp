#include "engine/index/source/merge_sources.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace aisle::engine {
namespace {

/// Neighbouring documents of one input that are stored in the same way.
struct Run {
  const MappedSegment* input = nullptr;
  const SourceChunk* chunk = nullptr;
  std::vector<DocId> docs;
  std::uint64_t stored_bytes = 0;
  bool small = false;  ///< uncompressed, or too few for a dictionary of their own
};

bool is_small(const Run& run) {
  return run.chunk->compressed == 0 || run.stored_bytes < kLeastBytesPerDictionaryByte * run.chunk->dictionary_size;
}

std::vector<Run> find_runs(std::span<const MappedSegment> inputs) {
  std::vector<Run> runs;
  for (const MappedSegment& input : inputs) {
    const SourceStore& store = input.segment->sources();
    std::size_t chunk = 0;
    const SourceChunk* open = nullptr;
    input.for_each_doc([&](DocId doc, std::uint32_t) {
      while (chunk + 1 < store.chunks().size() && store.chunks()[chunk + 1].first_doc <= index_of(doc)) ++chunk;
      if (open != &store.chunks()[chunk]) {
        open = &store.chunks()[chunk];
        runs.push_back({&input, open, {}});
      }
      runs.back().docs.push_back(doc);
      runs.back().stored_bytes += store.stored(doc).size();
    });
  }
  for (Run& run : runs) run.small = is_small(run);
  return runs;
}

void add_anew(std::span<const Run> runs, SourceStoreWriter& writer) {
  struct Origin {
    const Segment* segment = nullptr;
    DocId doc{0};
  };
  std::vector<Origin> origins;
  for (const Run& run : runs) {
    for (const DocId doc : run.docs) origins.push_back({run.input->segment, doc});
  }
  writer.add_documents(static_cast<std::uint32_t>(origins.size()), [&origins](std::uint32_t i, std::string& out) {
    origins[i].segment->append_source(origins[i].doc, out);
  });
}

void copy(const Run& run, SourceStoreWriter& writer) {
  writer.copy_documents(run.input->segment->sources(), *run.chunk, run.docs);
}

}  // namespace

void merge_sources(std::span<const MappedSegment> inputs, ImageWriter& image) {
  const std::vector<Run> runs = find_runs(inputs);
  SourceStoreWriter writer(image);
  for (auto run = runs.begin(); run != runs.end();) {
    const auto end = std::find_if(run, runs.end(), [](const Run& each) { return !each.small; });
    // A small run that stands alone and is compressed already would gain nothing from being compressed again.
    const bool together = end - run > 1 || (end != run && run->chunk->compressed == 0);
    if (together) add_anew({run, end}, writer);
    if (end - run == 1 && !together) copy(*run, writer);
    if (end != runs.end()) copy(*end, writer);
    run = end == runs.end() ? end : end + 1;
  }
  writer.finish();
}

}  // namespace aisle::engine
