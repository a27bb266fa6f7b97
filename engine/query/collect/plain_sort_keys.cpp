#include "engine/query/collect/plain_sort_keys.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "engine/query/collect/ordered_bits.hpp"

namespace aisle::engine {
namespace {

double number_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  double number = 0.0;
  if (const auto* text = std::get_if<std::string>(&value)) {
    std::from_chars(text->data(), text->data() + text->size(), number);
  }
  return number;
}

class ScoreKey final : public SegmentSortKey {
 public:
  explicit ScoreKey(bool descending) : descending_(descending) {}
  std::int64_t key(DocId, float score) override {
    return directed(ordered_bits(static_cast<double>(score)), descending_);
  }
  MergeKey merge_key(std::int64_t key) override { return {.number = key, .text = {}}; }
  AfterBound after(const Value& value) override {
    // Scores travel as JSON numbers; the float is what was compared.
    const auto score = static_cast<float>(number_of(value));
    return {.key = directed(ordered_bits(static_cast<double>(score)), descending_)};
  }

 private:
  bool descending_;
};

class ScoreKeyPlan final : public SortKeyPlan {
 public:
  explicit ScoreKeyPlan(bool descending) : descending_(descending) {}
  std::unique_ptr<SegmentSortKey> bind(const SegmentView&) const override {
    return std::make_unique<ScoreKey>(descending_);
  }
  Value shown(const MergeKey& key) const override { return from_ordered_bits(directed(key.number, descending_)); }
  bool descending() const override { return descending_; }

 private:
  bool descending_;
};

class DocKey final : public SegmentSortKey {
 public:
  DocKey(std::uint32_t base, bool descending) : base_(base), descending_(descending) {}
  std::int64_t key(DocId doc, float) override {
    return directed(static_cast<std::int64_t>(base_) + index_of(doc), descending_);
  }
  MergeKey merge_key(std::int64_t key) override { return {.number = key, .text = {}}; }
  AfterBound after(const Value& value) override {
    return {.key = directed(static_cast<std::int64_t>(number_of(value)), descending_)};
  }

 private:
  std::uint32_t base_;
  bool descending_;
};

class DocKeyPlan final : public SortKeyPlan {
 public:
  explicit DocKeyPlan(bool descending) : descending_(descending) {}
  std::unique_ptr<SegmentSortKey> bind(const SegmentView& view) const override {
    return std::make_unique<DocKey>(view.doc_base, descending_);
  }
  Value shown(const MergeKey& key) const override { return directed(key.number, descending_); }
  bool descending() const override { return descending_; }

 private:
  bool descending_;
};

/// Documents of a segment ranked by id once per search: ids have no column.
class IdKey final : public SegmentSortKey {
 public:
  IdKey(std::shared_ptr<const Segment> segment, bool descending)
      : segment_(std::move(segment)), by_id_(segment_->doc_count()), rank_(segment_->doc_count()), descending_(descending) {
    std::iota(by_id_.begin(), by_id_.end(), 0U);
    std::sort(by_id_.begin(), by_id_.end(), [this](std::uint32_t a, std::uint32_t b) { return id(a) < id(b); });
    std::uint32_t rank = 0;
    for (std::uint32_t i = 0; i < by_id_.size(); ++i) {
      if (i > 0 && id(by_id_[i]) != id(by_id_[i - 1])) rank = i;
      rank_[by_id_[i]] = rank;
    }
  }
  std::int64_t key(DocId doc, float) override { return directed(rank_[index_of(doc)], descending_); }
  MergeKey merge_key(std::int64_t key) override {
    return {.number = 0, .text = std::string(id(by_id_[static_cast<std::size_t>(directed(key, descending_))]))};
  }
  AfterBound after(const Value& value) override {
    const std::string wanted = std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::string{};
    const auto found = std::lower_bound(by_id_.begin(), by_id_.end(), wanted,
                                        [this](std::uint32_t doc, const std::string& text) { return id(doc) < text; });
    const bool exact = found != by_id_.end() && id(*found) == wanted;
    return {.key = directed(found - by_id_.begin(), descending_), .exact = exact, .key_is_after = !descending_};
  }

 private:
  std::string_view id(std::uint32_t doc) const { return segment_->doc_id(DocId{doc}); }

  std::shared_ptr<const Segment> segment_;
  std::vector<std::uint32_t> by_id_;
  std::vector<std::uint32_t> rank_;
  bool descending_;
};

class IdKeyPlan final : public SortKeyPlan {
 public:
  explicit IdKeyPlan(bool descending) : descending_(descending) {}
  std::unique_ptr<SegmentSortKey> bind(const SegmentView& view) const override {
    return std::make_unique<IdKey>(view.segment, descending_);
  }
  Value shown(const MergeKey& key) const override { return key.text; }
  bool descending() const override { return descending_; }
  bool is_text() const override { return true; }

 private:
  bool descending_;
};

}  // namespace

std::unique_ptr<SortKeyPlan> make_score_key(bool descending) { return std::make_unique<ScoreKeyPlan>(descending); }
std::unique_ptr<SortKeyPlan> make_doc_key(bool descending) { return std::make_unique<DocKeyPlan>(descending); }
std::unique_ptr<SortKeyPlan> make_id_key(const SortKey& key) { return std::make_unique<IdKeyPlan>(key.descending); }

}  // namespace aisle::engine
