#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/index/live/index_impl.hpp"
#include "engine/index/live/live_values_access.hpp"
#include "engine/index/segment/merge_segments.hpp"
#include "engine/index/segment/parallel_sections.hpp"

namespace aisle::engine {
namespace {

/// The deleted documents that a merge would leave behind: those that searches no longer see.
std::uint32_t removable(const SegmentState& state) {
  return state.is_published() ? state.doc_count() - state.view().live_count : state.deleted_count();
}

std::vector<MergeCandidate> candidates_of(std::span<const std::shared_ptr<SegmentState>> states) {
  std::vector<MergeCandidate> candidates;
  for (const auto& state : states) {
    candidates.push_back({.bytes = state->segment()->memory_bytes(),
                          .docs = state->doc_count(),
                          .deleted = removable(*state),
                          .group = state->is_published() ? 1u : 0u});
  }
  return candidates;
}

/// A merge on its way: what goes in as of its start, and where each document ends up.
struct RunningMerge {
  struct Input {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const LiveDocs> live;
  };
  std::vector<std::shared_ptr<SegmentState>> inputs;
  std::vector<Input> started_with;
};

/// Null when no document is left.
std::shared_ptr<Segment> merge_images(const RunningMerge& merge, const Schema& schema, std::uint64_t id, unsigned threads,
                                      std::vector<std::vector<DocId>>& doc_maps) {
  std::vector<MergeInput> inputs;
  for (const auto& input : merge.started_with) inputs.push_back({input.segment.get(), input.live.get()});
  MergeOutput output = merge_segments(inputs, schema, id, threads);
  doc_maps = std::move(output.doc_maps);
  if (output.doc_count == 0) return nullptr;
  auto segment = Segment::open(std::move(output.image), schema, ImageTrust::own);
  if (!segment) throw std::logic_error("a merged segment does not open: " + segment.error().message);
  return std::move(*segment);
}

/// What searches saw at the start where they saw the inputs (documents deleted since are shown until the next refresh,
/// so they must be merged too), else what is alive.
RunningMerge begin_merge(std::span<const std::shared_ptr<SegmentState>> states) {
  RunningMerge merge;
  for (const auto& state : states) {
    state->begin_merge();
    merge.inputs.push_back(state);
    merge.started_with.push_back({state->segment(), state->is_published() ? state->view().live : state->freeze()});
  }
  return merge;
}

bool is_live(const std::shared_ptr<const LiveDocs>& live, DocId doc) { return live == nullptr || live->is_live(doc); }

void clear(std::vector<std::uint64_t>& words, DocId doc) {
  words[index_of(doc) >> 6] &= ~(std::uint64_t{1} << (index_of(doc) & 63));
}

/// The merged segment's state, with all that happened to the inputs' documents while the merge ran.
std::shared_ptr<SegmentState> catch_up(const RunningMerge& merge, std::shared_ptr<Segment> merged,
                                       const std::vector<std::vector<DocId>>& doc_maps) {
  std::vector<std::uint64_t> live = all_live_words(merged->doc_count());
  std::vector<std::uint64_t> shown = live;
  const bool published = merge.inputs.front()->is_published();
  for (std::size_t i = 0; i < merge.inputs.size(); ++i) {
    const SegmentState& input = *merge.inputs[i];
    const auto shown_now = published ? input.view().live : nullptr;
    for (std::uint32_t old = 0; old < input.doc_count(); ++old) {
      const DocId to = doc_maps[i][old];
      if (to == kEndDoc) continue;
      if (!input.is_live(DocId{old})) clear(live, to);
      if (!is_live(shown_now, DocId{old})) clear(shown, to);
    }
  }
  auto state = std::make_shared<SegmentState>(merged, merge.inputs.front()->order(), std::move(live));
  if (published) state->publish_as(std::move(shown));
  bool changed = state->deleted_count() > 0;
  for (std::size_t i = 0; i < merge.inputs.size(); ++i) {
    const Segment& from = *merge.inputs[i]->segment();
    for (const DocId old : merge.inputs[i]->changed_while_merging()) {
      const DocId to = doc_maps[i][index_of(old)];
      if (to == kEndDoc) continue;
      copy_live_state(*merged, to, from, old);
      changed = true;
    }
  }
  // The image holds what the merge saw; deletions and live changes that came later must be saved beside it.
  if (changed) state->note_changes_beside_image();
  return state;
}

}  // namespace

/// Runs one merge if `choose` finds one. The lock is held only to begin and to install.
bool Index::Impl::merge_once(const MergeChooser& choose, unsigned threads) {
  RunningMerge merge;
  std::uint64_t id = 0;
  std::shared_ptr<const Schema> merge_schema;
  {
    MutexLock lock(mutex);
    if (merging || closed) return false;
    const auto run = choose(candidates_of(table.segments));
    if (!run) return false;
    merge = begin_merge(std::span(table.segments).subspan(run->first, run->count));
    id = next_segment_id++;
    merge_schema = schema;
    merging = true;
  }
  std::vector<std::vector<DocId>> doc_maps;
  std::shared_ptr<Segment> merged = merge_images(merge, *merge_schema, id, threads, doc_maps);
  MutexLock lock(mutex);
  const bool published = merge.inputs.front()->is_published();
  if (merged && merge_schema != schema) merged = merged->with_schema(*schema);
  table.replace_segments(merge.inputs, merged ? catch_up(merge, merged, doc_maps) : nullptr);
  for (const auto& input : merge.inputs) input->end_merge();
  if (published) publish_snapshot();
  merging = false;
  ++counters.merges;
  changed.notify_all();
  return true;
}

void Index::Impl::schedule_merge() {
  if (merge_scheduled || merging || closed || !tasks.runs()) return;
  if (!choose_merge(candidates_of(table.segments), options.merge_limits)) return;
  merge_scheduled = true;
  tasks.post(Lane::merge, [this] {
    // On one thread: searches want the others.
    merge_once([this](auto candidates) { return choose_merge(candidates, options.merge_limits); }, 1);
    MutexLock lock(mutex);
    merge_scheduled = false;
    schedule_merge();
  });
}

Status Index::Impl::force_merge(std::uint32_t most_segments) {
  if (Status refreshed = refresh(); !refreshed) return refreshed;
  while (true) {
    {
      MutexLock lock(mutex);
      while (merging) changed.wait(mutex);
      if (closed) return Error(ErrorCode::unavailable, "the index is closed", "index_closed");
    }
    bool done = false;
    const bool merged = merge_once([&](std::span<const MergeCandidate> candidates) {
      // Segments that no snapshot shows yet stay for the next time; they are the newest.
      const auto hidden = std::ranges::find(candidates, 0u, &MergeCandidate::group);
      const auto shown = candidates.first(static_cast<std::size_t>(hidden - candidates.begin()));
      const auto run = choose_forced_merge(shown, most_segments);
      done = !run;
      return run;
    }, threads_for_waiting_work());
    if (!merged && done) return {};
  }
}

}  // namespace aisle::engine
