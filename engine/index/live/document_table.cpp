#include "engine/index/live/document_table.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace aisle::engine {

std::optional<DocumentPlace> DocumentTable::find(std::string_view id) const {
  for (const auto& buffer : buffers | std::views::reverse) {
    if (const auto doc = buffer->find_live(id)) {
      return DocumentPlace{buffer.get(), nullptr, *doc, buffer->version(*doc), buffer->sequence_number(*doc)};
    }
  }
  const std::uint64_t hash = hash64(id);
  for (const auto& state : segments | std::views::reverse) {
    if (const auto doc = state->find_live(id, hash)) {
      const Segment& segment = *state->segment();
      return DocumentPlace{nullptr, state.get(), *doc, segment.version(*doc), segment.sequence_number(*doc)};
    }
  }
  return std::nullopt;
}

void DocumentTable::prefetch(std::string_view id) const {
  const std::uint64_t hash = hash64(id);
  for (const auto& state : segments) state->segment()->prefetch_id(hash);
}

void DocumentTable::remove(const DocumentPlace& place, std::string_view id) {
  if (place.buffer != nullptr) {
    place.buffer->remove(place.doc, id);
  } else {
    place.segment->remove(place.doc);
  }
}

void DocumentTable::change(const DocumentPlace& place, std::string_view id, std::span<const LiveChange> values,
                           std::uint64_t version, std::uint64_t sequence_number) {
  if (place.buffer != nullptr) {
    place.buffer->change(place.doc, values, version, sequence_number);
  } else {
    place.segment->change(place.doc, values, version, sequence_number);
    if (place.segment->is_published()) return;
  }
  change_published(id, values);
}

void DocumentTable::show(std::string_view id, std::span<const LiveChange> values) {
  const auto place = find(id);
  if (place) return change(*place, id, values, place->version, place->sequence_number);
  change_published(id, values);
}

void DocumentTable::change_published(std::string_view id, std::span<const LiveChange> values) {
  for (const auto& state : segments) {
    const auto shown = state->find_published(id);
    if (!shown) continue;
    state->change_shown(*shown, values);
    return;
  }
}

void DocumentTable::add_segment(std::shared_ptr<SegmentState> state) {
  if (state->live_count() == 0 && !state->is_published()) return;
  const auto after = std::ranges::upper_bound(segments, state->order(), {}, &SegmentState::order);
  segments.insert(after, std::move(state));
}

void DocumentTable::replace_segments(const std::vector<std::shared_ptr<SegmentState>>& inputs,
                                     std::shared_ptr<SegmentState> merged) {
  const auto first = std::ranges::find(segments, inputs.front());
  const auto index = first - segments.begin();
  std::erase_if(segments, [&](const auto& state) { return std::ranges::find(inputs, state) != inputs.end(); });
  if (merged) segments.insert(segments.begin() + index, std::move(merged));
}

void DocumentTable::remove_buffer(const WriteBuffer* buffer) {
  std::erase_if(buffers, [buffer](const auto& held) { return held.get() == buffer; });
}

std::uint64_t DocumentTable::first_unsealed_sequence_number(std::uint64_t next) const {
  for (const auto& buffer : buffers) next = std::min(next, buffer->first_sequence_number());
  return next;
}

}  // namespace aisle::engine
