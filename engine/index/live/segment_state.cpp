#include "engine/index/live/segment_state.hpp"

#include <bit>
#include <utility>

#include "engine/index/live/live_values_access.hpp"

namespace aisle::engine {

std::vector<std::uint64_t> all_live_words(std::uint32_t doc_count) {
  std::vector<std::uint64_t> words((doc_count + 63) / 64, ~std::uint64_t{0});
  if (doc_count % 64 != 0) words.back() = (std::uint64_t{1} << (doc_count % 64)) - 1;
  return words;
}

std::uint32_t count_live(std::span<const std::uint64_t> words) {
  std::uint32_t total = 0;
  for (const std::uint64_t word : words) total += static_cast<std::uint32_t>(std::popcount(word));
  return total;
}

SegmentState::SegmentState(std::shared_ptr<Segment> segment, std::uint64_t order, std::vector<std::uint64_t> live_words)
    : segment_(std::move(segment)),
      order_(order),
      live_(std::move(live_words)),
      live_count_(live_.empty() ? segment_->doc_count() : count_live(live_)) {}

std::optional<DocId> SegmentState::find_live(std::string_view id, std::uint64_t hash) const {
  return segment_->find_doc_if(id, hash, [this](DocId doc) { return is_live(doc); });
}

void SegmentState::make_live_words() {
  if (live_.empty()) live_ = all_live_words(doc_count());
}

void SegmentState::remove(DocId doc) {
  if (!is_live(doc)) return;
  make_live_words();
  live_[index_of(doc) >> 6] &= ~(std::uint64_t{1} << (index_of(doc) & 63));
  --live_count_;
  ++changes_;
  removed_since_publish_ = true;
}

void SegmentState::change(DocId doc, std::span<const LiveChange> values, std::uint64_t version,
                          std::uint64_t sequence_number) {
  change_shown(doc, values);
  segment_->set_version(doc, version, sequence_number);
}

void SegmentState::change_shown(DocId doc, std::span<const LiveChange> values) {
  set_live_values(*segment_, doc, values);
  ++changes_;
  if (merging_) changed_while_merging_.push_back(doc);
}

std::shared_ptr<const LiveDocs> SegmentState::freeze() const {
  return live_count_ == doc_count() ? nullptr : std::make_shared<const LiveDocs>(live_);
}

bool SegmentState::publish() {
  if (published_ && !removed_since_publish_) return false;
  published_ = true;
  removed_since_publish_ = false;
  published_live_ = freeze();
  published_count_ = live_count_;
  return true;
}

void SegmentState::publish_as(std::vector<std::uint64_t> live_words) {
  published_ = true;
  published_count_ = count_live(live_words);
  removed_since_publish_ = published_count_ != live_count_;
  published_live_ = published_count_ == doc_count() ? nullptr : std::make_shared<const LiveDocs>(std::move(live_words));
}

SegmentView SegmentState::view() const {
  return {.segment = segment_, .live = published_live_, .live_count = published_count_, .doc_base = 0};
}

std::optional<DocId> SegmentState::find_published(std::string_view id) const {
  if (!published_) return std::nullopt;
  return segment_->find_doc_if(
      id, hash64(id), [this](DocId doc) { return published_live_ == nullptr || published_live_->is_live(doc); });
}

void SegmentState::widen(const Schema& schema) { segment_ = segment_->with_schema(schema); }

void SegmentState::end_merge() {
  merging_ = false;
  changed_while_merging_.clear();
}

void SegmentState::set_saved(const ManifestSegment& saved, std::uint64_t changes_in_it) {
  saved_ = saved;
  saved_changes_ = changes_in_it;
}

}  // namespace aisle::engine
