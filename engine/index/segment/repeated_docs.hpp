#pragma once
// Where a term occurs more than once, for terms with long lists.
//
// A document's length bounds what a term scores in it only as well as its frequency is known. In titles nearly every
// frequency is 1, but a list of any size has documents of 2 and 3 among the short ones too, so that bounds from the
// list's impacts keep nearly everything. Knowing the few documents with more than one occurrence makes the bound of all
// others their score.

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/index/segment/derived_parts.hpp"
#include "engine/index/segment/field_index.hpp"

namespace aisle::engine {

/// Of one field of one segment. Any thread may ask; a list is gone through when it is first asked for, which takes
/// about a nanosecond a posting.
class RepeatedDocs final : public DerivedPart {
 public:
  /// Lists with fewer documents are not looked at.
  static constexpr std::uint32_t kLongList = 2'048;

  explicit RepeatedDocs(const FieldIndex& index);
  ~RepeatedDocs() override;
  RepeatedDocs(const RepeatedDocs&) = delete;
  RepeatedDocs& operator=(const RepeatedDocs&) = delete;

  /// The documents in which the term occurs more than once, increasing; none where the list is short or these are a
  /// large part of it. `index`: as given to the constructor. Valid as long as this.
  std::optional<std::span<const DocId>> of(const FieldIndex& index, TermId term) const;
  std::size_t memory_bytes() const override;

 private:
  struct List {
    bool useful = false;
    std::vector<DocId> docs;
  };
  static std::unique_ptr<const List> find(const FieldIndex& index, TermId term);

  std::vector<TermId> terms_;                              // with long lists, increasing
  std::unique_ptr<std::atomic<const List*>[]> lists_;      // beside terms_; null until asked for
};

/// Where the repeated documents of one term are found. Views a segment.
class TermRepeats {
 public:
  TermRepeats(DerivedParts& derived, FieldId field, const FieldIndex& index, TermId term)
      : derived_(&derived), index_(&index), field_(field), term_(term) {}
  /// RepeatedDocs::of the term.
  std::optional<std::span<const DocId>> find() const;

 private:
  DerivedParts* derived_;
  const FieldIndex* index_;
  FieldId field_;
  TermId term_;
};

}  // namespace aisle::engine
