#include "engine/index/segment/merge_field.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/index/columns/numeric_column_writer.hpp"
#include "engine/index/segment/field_index_writer.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kDroppedTerm = 0xFFFFFFFFU;

/// One input's dictionary on the way through the merge.
struct Source {
  const MappedSegment* input = nullptr;
  const FieldIndex* index = nullptr;
  TermWalk walk;
  std::uint64_t key = 0;                 ///< of the current term
  std::vector<std::uint32_t> new_terms;  ///< by old number; kDroppedTerm where no document goes on

  Source(const MappedSegment& input_in, const FieldIndex& index_in)
      : input(&input_in), index(&index_in), walk(index_in.walk()), new_terms(index_in.term_count(), kDroppedTerm) {
    load_key();
  }
  void load_key() {
    if (!walk.done()) key = term_key(walk.term());
  }
  bool before(const Source& other) const {
    return key != other.key ? key < other.key : walk.term() < other.walk.term();
  }
};

class TermMerger {
 public:
  TermMerger(std::span<const MappedSegment> inputs, FieldId field, std::uint32_t doc_count)
      : field_(field), doc_count_(doc_count) {
    for (const MappedSegment& input : inputs) {
      if (const FieldIndex* index = input.segment->field_index(field)) sources_.emplace_back(input, *index);
    }
  }
  bool empty() const { return sources_.empty(); }
  void write(ImageWriter& image);

 private:
  void gather_documents();
  void merge_dictionaries(FieldIndexWriter& writer);
  /// The sources that stand on the smallest term, in input order; none at the end.
  void find_smallest(std::vector<Source*>& smallest);
  void append_postings(const Source& source);
  void write_ordinals(ImageWriter& image, std::uint32_t term_count) const;

  FieldId field_;
  std::uint32_t doc_count_;
  std::vector<Source> sources_;
  PostingDetail kept_ = PostingDetail::positions;
  std::vector<std::uint8_t> norms_;
  std::vector<std::uint64_t> presence_;
  PostingList list_;
};

void TermMerger::gather_documents() {
  const bool has_norms = std::all_of(sources_.begin(), sources_.end(),
                                     [](const Source& source) { return !source.index->norms().empty(); });
  if (has_norms) norms_.assign(doc_count_, 0);
  presence_.assign((std::size_t{doc_count_} + 63) / 64, 0);
  for (const Source& source : sources_) {
    kept_ = std::min(kept_, source.index->kept_detail());
    source.input->for_each_doc([&](DocId old_doc, std::uint32_t doc) {
      if (has_norms) norms_[doc] = source.index->norms()[index_of(old_doc)];
      const bool present = source.input->segment->has_field(field_, old_doc);
      presence_[doc >> 6] |= std::uint64_t{present} << (doc & 63);
    });
  }
}

void TermMerger::find_smallest(std::vector<Source*>& smallest) {
  smallest.clear();
  for (Source& source : sources_) {
    if (source.walk.done()) continue;
    if (!smallest.empty() && smallest.front()->before(source)) continue;
    if (!smallest.empty() && source.before(*smallest.front())) smallest.clear();
    smallest.push_back(&source);
  }
}

void TermMerger::append_postings(const Source& source) {
  const std::vector<DocId>& doc_map = *source.input->doc_map;
  PostingCursor cursor = source.index->postings(source.walk.number(), kept_);
  for (; !cursor.exhausted(); cursor.next_block()) {
    const auto docs = cursor.docs();
    const auto freqs = cursor.freqs();
    for (std::uint32_t i = 0; i < docs.size(); ++i) {
      const DocId doc = doc_map[index_of(docs[i])];
      if (doc == kEndDoc) continue;
      list_.docs.push_back(index_of(doc));
      list_.freqs.push_back(freqs[i]);
      if (kept_ != PostingDetail::positions) continue;
      const auto positions = cursor.positions(i);
      list_.positions.insert(list_.positions.end(), positions.begin(), positions.end());
    }
  }
}

void TermMerger::merge_dictionaries(FieldIndexWriter& writer) {
  std::vector<Source*> smallest;
  for (find_smallest(smallest); !smallest.empty(); find_smallest(smallest)) {
    list_.clear();
    for (const Source* source : smallest) append_postings(*source);
    const std::uint32_t number = writer.term_count();
    if (!list_.docs.empty()) writer.add_term(smallest.front()->walk.term(), list_);
    for (Source* source : smallest) {
      if (!list_.docs.empty()) source->new_terms[index_of(source->walk.number())] = number;
      source->walk.next();
      source->load_key();
    }
  }
}

void TermMerger::write_ordinals(ImageWriter& image, std::uint32_t term_count) const {
  OrdinalColumnWriter column;
  bool any = false;
  for (const Source& source : sources_) {
    const OrdinalColumn* ordinals = source.input->segment->ordinals(field_);
    if (ordinals == nullptr) continue;
    any = true;
    source.input->for_each_doc([&](DocId old_doc, std::uint32_t doc) {
      ordinals->for_each(old_doc, [&](std::uint32_t ordinal) { column.add(doc, source.new_terms[ordinal]); });
    });
  }
  if (!any) return;
  const std::vector<std::byte> bytes = std::move(column).finish(doc_count_, term_count);
  image.add_section(SectionKind::ordinals, index_of(field_), std::span<const std::byte>(bytes));
}

void TermMerger::write(ImageWriter& image) {
  gather_documents();
  FieldIndexWriter writer(image, index_of(field_), kept_, {norms_, presence_}, doc_count_);
  merge_dictionaries(writer);
  const std::uint32_t term_count = writer.term_count();
  writer.finish();
  write_ordinals(image, term_count);
}

void add_numbers(const MappedSegment& input, const NumericColumn& column, NumericColumnWriter& writer) {
  const bool real = writer.value_class() == ValueClass::real;
  input.for_each_doc([&](DocId old_doc, std::uint32_t doc) {
    column.for_each(old_doc, [&](std::int64_t encoded) {
      if (real) {
        writer.add_real(doc, column.as_double(encoded));
      } else {
        writer.add_integer(doc, encoded);
      }
    });
  });
}

}  // namespace

void merge_terms(std::span<const MappedSegment> inputs, FieldId field, std::uint32_t doc_count, ImageWriter& image) {
  TermMerger merger(inputs, field, doc_count);
  if (!merger.empty()) merger.write(image);
}

void merge_numbers(std::span<const MappedSegment> inputs, const Field& field, std::uint32_t doc_count,
                   ImageWriter& image) {
  NumericColumnWriter writer(value_class(field.type));
  for (const MappedSegment& input : inputs) {
    if (const NumericColumn* column = input.segment->numbers(field.id)) add_numbers(input, *column, writer);
  }
  if (writer.empty()) return;
  const std::vector<std::byte> bytes = writer.finish(doc_count);
  image.add_section(SectionKind::numbers, index_of(field.id), std::span<const std::byte>(bytes));
}

}  // namespace aisle::engine
