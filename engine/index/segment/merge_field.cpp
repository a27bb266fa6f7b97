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
  std::uint64_t first_key = 0;   ///< bytes 0 to 7 of the current term
  std::uint64_t second_key = 0;  ///< bytes 8 to 15
  std::vector<std::uint32_t> new_terms;  ///< by old number; kDroppedTerm where no document goes on

  Source(const MappedSegment& input_in, const FieldIndex& index_in)
      : input(&input_in), index(&index_in), walk(index_in.walk()), new_terms(index_in.term_count(), kDroppedTerm) {
    load_keys();
  }
  void load_keys() {
    if (walk.done()) return;
    constexpr std::size_t kKeyBytes = 8;
    const std::string_view term = walk.term();
    first_key = term_key(term);
    second_key = term.size() > kKeyBytes ? term_key(term.substr(kKeyBytes)) : 0;
  }
  bool before(const Source& other) const {
    if (first_key != other.first_key) return first_key < other.first_key;
    if (second_key != other.second_key) return second_key < other.second_key;
    return walk.term() < other.walk.term();
  }
  bool same_term(const Source& other) const {
    return first_key == other.first_key && second_key == other.second_key && walk.term() == other.walk.term();
  }
};

/// Gives the sources that stand on the smallest term, term by term. A heap: with many segments most terms are in few.
class SmallestTerm {
 public:
  explicit SmallestTerm(std::vector<Source>& sources) {
    for (Source& source : sources) {
      if (!source.walk.done()) heap_.push_back(&source);
    }
    std::ranges::make_heap(heap_, comes_later);
  }
  /// In the order of the inputs; none at the end. Each must be advanced before the next call.
  std::span<Source* const> next() {
    for (Source* source : taken_) {
      if (source->walk.done()) continue;
      heap_.push_back(source);
      std::ranges::push_heap(heap_, comes_later);
    }
    taken_.clear();
    while (!heap_.empty() && (taken_.empty() || heap_.front()->same_term(*taken_.front()))) {
      std::ranges::pop_heap(heap_, comes_later);
      taken_.push_back(heap_.back());
      heap_.pop_back();
    }
    return taken_;
  }

 private:
  static bool comes_later(const Source* a, const Source* b) {
    if (b->before(*a)) return true;
    return !a->before(*b) && a > b;  // sources lie in the order of the inputs
  }
  std::vector<Source*> heap_;
  std::vector<Source*> taken_;
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
  void gather_presence(const Source& source);
  std::optional<std::uint64_t> documents_with_terms() const;
  void merge_dictionaries(FieldIndexWriter& writer);
  void append_postings(const Source& source);
  void append_block(const MappedSegment& input, PostingCursor& cursor);
  void write_ordinals(ImageWriter& image, std::uint32_t term_count) const;

  FieldId field_;
  std::uint32_t doc_count_;
  std::vector<Source> sources_;
  PostingDetail kept_ = PostingDetail::positions;
  std::vector<std::uint8_t> norms_;
  std::vector<std::uint64_t> presence_;
  PostingList list_;
};

void TermMerger::gather_presence(const Source& source) {
  const std::span<const std::uint64_t> bits = source.input->segment->presence(field_);
  source.input->for_each_doc([&](DocId old_doc, std::uint32_t doc) {
    const bool present = bits.empty() || ((bits[index_of(old_doc) >> 6] >> (index_of(old_doc) & 63)) & 1) != 0;
    presence_[doc >> 6] |= std::uint64_t{present} << (doc & 63);
  });
}

void TermMerger::gather_documents() {
  const bool has_norms = std::all_of(sources_.begin(), sources_.end(),
                                     [](const Source& source) { return !source.index->norms().empty(); });
  if (has_norms) norms_.assign(doc_count_, 0);
  presence_.assign((std::size_t{doc_count_} + 63) / 64, 0);
  for (const Source& source : sources_) {
    kept_ = std::min(kept_, source.index->kept_detail());
    gather_presence(source);
    if (!has_norms) continue;
    const auto norms = source.index->norms();
    if (source.input->whole) {
      std::ranges::copy(norms, norms_.begin() + source.input->first);
    } else {
      source.input->for_each_doc([&](DocId old_doc, std::uint32_t doc) { norms_[doc] = norms[index_of(old_doc)]; });
    }
  }
}

/// Known where every document goes on.
std::optional<std::uint64_t> TermMerger::documents_with_terms() const {
  std::uint64_t count = 0;
  for (const Source& source : sources_) {
    if (!source.input->whole) return std::nullopt;
    count += source.index->statistics().doc_count;
  }
  return count;
}

void TermMerger::append_block(const MappedSegment& input, PostingCursor& cursor) {
  const auto docs = cursor.docs();
  const auto freqs = cursor.freqs();
  const bool with_positions = kept_ == PostingDetail::positions;
  if (input.whole) {
    for (const DocId doc : docs) list_.docs.push_back(index_of(doc) + input.first);
    list_.freqs.insert(list_.freqs.end(), freqs.begin(), freqs.end());
    if (with_positions) cursor.append_positions(list_.positions);
    return;
  }
  for (std::uint32_t i = 0; i < docs.size(); ++i) {
    const DocId doc = input.new_number(docs[i]);
    if (doc == kEndDoc) continue;
    list_.docs.push_back(index_of(doc));
    list_.freqs.push_back(freqs[i]);
    if (!with_positions) continue;
    const auto positions = cursor.positions(i);
    list_.positions.insert(list_.positions.end(), positions.begin(), positions.end());
  }
}

void TermMerger::append_postings(const Source& source) {
  if (const auto one = source.index->one_posting(source.walk.number())) {
    const DocId doc = source.input->new_number(DocId{one->doc});
    if (doc == kEndDoc) return;
    list_.docs.push_back(index_of(doc));
    list_.freqs.push_back(1);
    if (kept_ == PostingDetail::positions) list_.positions.push_back(one->position);
    return;
  }
  PostingCursor cursor = source.index->postings(source.walk.number(), kept_);
  for (; !cursor.exhausted(); cursor.next_block()) append_block(*source.input, cursor);
}

void TermMerger::merge_dictionaries(FieldIndexWriter& writer) {
  SmallestTerm smallest(sources_);
  for (auto found = smallest.next(); !found.empty(); found = smallest.next()) {
    list_.clear();
    for (const Source* source : found) append_postings(*source);
    const std::uint32_t number = writer.term_count();
    if (!list_.docs.empty()) writer.add_term(found.front()->walk.term(), list_.range());
    for (Source* source : found) {
      if (!list_.docs.empty()) source->new_terms[index_of(source->walk.number())] = number;
      source->walk.next();
      source->load_keys();
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
  FieldIndexWriter writer(image, index_of(field_), kept_, {norms_, presence_, documents_with_terms()}, doc_count_);
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
