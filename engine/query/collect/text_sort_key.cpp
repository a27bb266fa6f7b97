#include "engine/query/collect/text_sort_key.hpp"

#include "engine/query/collect/ordered_bits.hpp"
#include "engine/query/rewrite/field_value_text.hpp"

namespace aisle::engine {
namespace {

/// Ordinal o is 2 * o + 1, so that a text between two terms has an even key of its own.
class TextKey final : public SegmentSortKey {
 public:
  TextKey(const Segment& segment, FieldId field, const SortKey& settings)
      : index_(field == kNoField ? nullptr : segment.field_index(field)),
        column_(field == kNoField ? nullptr : segment.ordinals(field)),
        descending_(settings.descending),
        takes_greatest_(settings.mode == SortKey::Mode::max ||
                        (settings.mode == SortKey::Mode::by_order && settings.descending)) {
    missing_key_ = settings.missing == SortKey::Missing::first ? INT64_MIN : INT64_MAX;
    if (settings.missing == SortKey::Missing::value) {
      missing_text_ = text_of(settings.missing_value);
      missing_key_ = directed(place_of(missing_text_), descending_);
    }
  }

  std::int64_t key(DocId doc, float) override {
    if (column_ == nullptr) return missing_key_;
    bool any = false;
    std::uint32_t chosen = 0;
    column_->for_each(doc, [&](std::uint32_t ordinal) {
      if (!any || takes_greatest_) chosen = ordinal;
      any = true;
    });
    return any ? directed(std::int64_t{chosen} * 2 + 1, descending_) : missing_key_;
  }

  MergeKey merge_key(std::int64_t key) override {
    if (key == INT64_MIN) return {.number = -1, .text = {}};
    if (key == INT64_MAX) return {.number = 1, .text = {}};
    const std::int64_t place = directed(key, descending_);
    if (place % 2 == 0) return {.number = 0, .text = missing_text_};
    return {.number = 0, .text = index_->term(TermId{static_cast<std::uint32_t>(place / 2)})};
  }

  AfterBound after(const Value& value) override {
    if (is_null(value)) return {.key = missing_key_};
    return {.key = directed(place_of(text_of(value)), descending_)};
  }

 private:
  std::int64_t place_of(const std::string& text) const {
    if (index_ == nullptr) return 0;
    const std::int64_t below = index_->lower_bound(text);
    return index_->find(text) ? below * 2 + 1 : below * 2;
  }

  const FieldIndex* index_;
  const OrdinalColumn* column_;
  bool descending_;
  bool takes_greatest_;
  std::int64_t missing_key_;
  std::string missing_text_;
};

class TextKeyPlan final : public SortKeyPlan {
 public:
  TextKeyPlan(const SortKey& settings, FieldId field) : settings_(settings), field_(field) {}
  std::unique_ptr<SegmentSortKey> bind(const SegmentView& view) const override {
    return std::make_unique<TextKey>(*view.segment, field_, settings_);
  }
  Value shown(const MergeKey& key) const override { return key.number == 0 ? Value(key.text) : Value{}; }
  bool descending() const override { return settings_.descending; }
  bool is_text() const override { return true; }

 private:
  SortKey settings_;
  FieldId field_;
};

}  // namespace

std::unique_ptr<SortKeyPlan> make_text_key(const SortKey& key, FieldId field) {
  return std::make_unique<TextKeyPlan>(key, field);
}

}  // namespace aisle::engine
