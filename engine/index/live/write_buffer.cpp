#include "engine/index/live/write_buffer.hpp"

#include <algorithm>
#include <utility>

namespace aisle::engine {

WriteBuffer::WriteBuffer(std::shared_ptr<const Schema> schema, std::uint64_t segment_id, std::uint64_t order,
                         std::unique_ptr<SegmentBuilder> used)
    : schema_(std::move(schema)), builder_(std::move(used)), segment_id_(segment_id), order_(order) {
  if (builder_ == nullptr) {
    builder_ = std::make_unique<SegmentBuilder>(schema_);
  } else {
    builder_->set_schema(schema_);
  }
}

void WriteBuffer::set_schema(std::shared_ptr<const Schema> schema) {
  schema_ = std::move(schema);
  builder_->set_schema(schema_);
}

WriteBuffer::Entry& WriteBuffer::entry_of(DocId doc) {
  if (index_of(doc) >= docs_.size()) docs_.resize(index_of(doc) + std::size_t{1});
  return docs_[index_of(doc)];
}

void WriteBuffer::commit(DocId doc, std::string_view id, std::uint64_t version, std::uint64_t sequence_number,
                         LogLocation at) {
  entry_of(doc) = {version, sequence_number, std::move(at), true};
  builder_->set_version(doc, version, sequence_number);
  live_by_id_[std::string(id)] = doc;
  first_sequence_number_ = std::min(first_sequence_number_, sequence_number);
}

void WriteBuffer::discard(DocId doc) { entry_of(doc) = {}; }

std::optional<DocId> WriteBuffer::find_live(std::string_view id) const {
  const auto found = live_by_id_.find(id);
  return found == live_by_id_.end() ? std::nullopt : std::optional(found->second);
}

void WriteBuffer::remove(DocId doc, std::string_view id) {
  docs_[index_of(doc)].live = false;
  docs_[index_of(doc)].location = {};
  live_changes_.erase(index_of(doc));
  const auto found = live_by_id_.find(id);
  if (found != live_by_id_.end() && found->second == doc) live_by_id_.erase(found);
}

void WriteBuffer::change(DocId doc, std::span<const LiveChange> values, std::uint64_t version,
                         std::uint64_t sequence_number) {
  std::vector<LiveChange>& changes = live_changes_[index_of(doc)];
  for (const LiveChange& value : values) {
    const auto same = std::ranges::find(changes, value.first, &LiveChange::first);
    if (same == changes.end()) {
      changes.push_back(value);
    } else {
      same->second = value.second;
    }
  }
  docs_[index_of(doc)].version = version;
  docs_[index_of(doc)].sequence_number = sequence_number;
}

std::vector<LiveChange> WriteBuffer::live_changes(DocId doc) const {
  const auto found = live_changes_.find(index_of(doc));
  return found == live_changes_.end() ? std::vector<LiveChange>{} : found->second;
}

std::shared_ptr<SegmentState> WriteBuffer::make_state(std::shared_ptr<Segment> segment) const {
  auto made = std::make_shared<SegmentState>(std::move(segment), order_);
  for (std::uint32_t doc = 0; doc < made->doc_count(); ++doc) {
    if (doc >= docs_.size() || !docs_[doc].live) made->remove(DocId{doc});
  }
  for (const auto& [doc, values] : live_changes_) {
    made->change(DocId{doc}, values, docs_[doc].version, docs_[doc].sequence_number);
  }
  return made;
}

}  // namespace aisle::engine
