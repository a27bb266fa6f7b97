#include "segment_twin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "engine/index/postings/length_byte.hpp"
#include "engine/index/segment/segment_builder.hpp"

namespace aisle::engine::testing {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

SegmentTwin::SegmentTwin(std::vector<TestDocument> documents) : documents_(std::move(documents)) {
  const auto schema = test_schema();
  for (std::uint32_t field = 0; field < kTestFields; ++field) fields_[field];
  for (std::uint32_t doc = 0; doc < documents_.size(); ++doc) {
    for (const auto& [field, texts] : documents_[doc].texts) {
      if (!texts.empty()) add_text(schema->field(FieldId{field}), doc, texts);
    }
  }
}

void SegmentTwin::add_text(const Field& field, std::uint32_t doc, const std::vector<std::string>& texts) {
  std::uint32_t position = 0;
  std::uint32_t length = 0;
  for (const std::string& text : texts) {
    const std::vector<std::string> words = field.is_text() ? split(text) : std::vector<std::string>{text};
    for (const std::string& word : words) add_occurrence(index_of(field.id), word, doc, position++);
    length += static_cast<std::uint32_t>(words.size());
    if (field.is_text()) position += field.position_increment_gap;
  }
  fields_[index_of(field.id)].lengths[doc] = length;
}

void SegmentTwin::add_occurrence(std::uint32_t field, const std::string& term, std::uint32_t doc,
                                 std::uint32_t position) {
  Posting& posting = fields_[field].terms[term][doc];
  ++posting.freq;
  posting.positions.push_back(position);
  fields_[field].values[doc].insert(term);
}

std::shared_ptr<Segment> build_segment(const std::vector<TestDocument>& documents, std::uint64_t segment_id) {
  SegmentBuilder builder(test_schema());
  for (const TestDocument& document : documents) {
    const Result<DocId> added = builder.add(document.document(), 0, 0);
    EXPECT_TRUE(added.ok());
    builder.set_version(*added, document.version, document.sequence_number);
  }
  const SegmentImage sealed = builder.seal_image(segment_id);
  Result<std::shared_ptr<Segment>> segment = Segment::open(SegmentImage::copy_of(sealed.bytes()), *test_schema());
  EXPECT_TRUE(segment.ok()) << (segment.ok() ? "" : segment.error().message);
  return *segment;
}

namespace {

bool beaten(const Impact& posting, std::span<const Impact> impacts) {
  return std::any_of(impacts.begin(), impacts.end(), [&](const Impact& impact) {
    return impact.freq >= posting.freq && impact.norm <= posting.norm;
  });
}

/// Compares one posting list with its twin, in every way of reading it.
class ListComparison {
 public:
  ListComparison(const FieldIndex& index, TermId term, const SegmentTwin::Postings& expected, std::uint32_t doc_count)
      : index_(index), term_(term), expected_(expected), doc_count_(doc_count) {}

  void run() {
    read_in_order();
    bound_by_impacts();
    for (const std::uint32_t stride : {1U, 7U, 131U, 1000U, 5000U}) seek(stride);
    fill_windows();
  }

 private:
  PostingCursor open() const { return index_.postings(term_, index_.kept_detail()); }

  Impact impact_of(std::uint32_t doc, const SegmentTwin::Posting& posting) const {
    Impact impact;
    impact.freq = index_.kept_detail() == PostingDetail::docs ? 1 : posting.freq;
    impact.norm = index_.norms().empty() ? std::uint8_t{1} : index_.norms()[doc];
    return impact;
  }

  void read_in_order() const {
    PostingCursor cursor = open();
    ASSERT_EQ(cursor.doc_freq(), expected_.size());
    auto next = expected_.begin();
    for (; !cursor.exhausted(); cursor.next_block()) {
      const auto docs = cursor.docs();
      ASSERT_LE(docs.size(), kBlockSize);
      ASSERT_EQ(cursor.block_last(), docs.back());
      for (std::uint32_t i = 0; i < docs.size(); ++i, ++next) {
        ASSERT_NE(next, expected_.end());
        ASSERT_EQ(index_of(docs[i]), next->first);
        ASSERT_EQ(cursor.freqs()[i], impact_of(next->first, next->second).freq);
        if (!index_.has_positions()) continue;
        const auto positions = cursor.positions(i);
        ASSERT_TRUE(std::equal(positions.begin(), positions.end(), next->second.positions.begin(),
                               next->second.positions.end()));
      }
    }
    ASSERT_EQ(next, expected_.end());
    ASSERT_TRUE(cursor.docs().empty());
    ASSERT_EQ(cursor.block_last(), kEndDoc);
  }

  void bound_by_impacts() const {
    PostingCursor cursor = open();
    for (const auto& [doc, posting] : expected_) {
      const Impact impact = impact_of(doc, posting);
      const auto bound = cursor.peek_block(DocId{doc});
      ASSERT_GE(index_of(bound.last), doc);
      ASSERT_TRUE(beaten(impact, bound.impacts));
      ASSERT_TRUE(beaten(impact, cursor.list_impacts()));
    }
    ASSERT_EQ(cursor.peek_block(DocId{expected_.rbegin()->first + 1}).last, kEndDoc);
  }

  void seek(std::uint32_t stride) const {
    PostingCursor cursor = open();
    for (std::uint32_t target = stride - 1; target < doc_count_ + stride; target += stride) {
      cursor.seek_block(DocId{target});
      const auto wanted = expected_.lower_bound(target);
      const auto docs = cursor.docs();
      if (wanted == expected_.end()) {
        ASSERT_TRUE(docs.empty());
        continue;
      }
      const auto found = std::lower_bound(docs.begin(), docs.end(), DocId{target});
      ASSERT_NE(found, docs.end());
      ASSERT_EQ(index_of(*found), wanted->first);
      const auto at = static_cast<std::uint32_t>(found - docs.begin());
      ASSERT_EQ(cursor.freqs()[at], impact_of(wanted->first, wanted->second).freq);
      if (index_.has_positions()) {
        ASSERT_EQ(cursor.positions(at).front(), wanted->second.positions.front());
      }
    }
  }

  void fill_windows() const {
    for (const std::uint32_t skip : {1U, 2U}) {
      PostingCursor cursor = open();
      for (std::uint32_t base = 0; base < doc_count_; base += skip * kWindowSize) {
        WindowBits bits;
        WindowBits wanted;
        bits.set(5);  // what is there stays
        wanted.set(5);
        for (auto it = expected_.lower_bound(base); it != expected_.end() && it->first < base + kWindowSize; ++it) {
          wanted.set(it->first - base);
        }
        cursor.fill_window(DocId{base}, bits);
        ASSERT_EQ(bits.words, wanted.words);
        const auto after = expected_.lower_bound(base + kWindowSize);
        ASSERT_EQ(cursor.exhausted(), after == expected_.end());
        if (after == expected_.end()) continue;
        const auto docs = cursor.docs();
        ASSERT_TRUE(std::binary_search(docs.begin(), docs.end(), DocId{after->first}));
      }
    }
  }

  const FieldIndex& index_;
  TermId term_;
  const SegmentTwin::Postings& expected_;
  std::uint32_t doc_count_;
};

void expect_same_terms(const FieldIndex& index, const SegmentTwin::TermField& twin) {
  ASSERT_EQ(index.term_count(), twin.terms.size());
  std::uint32_t rank = 0;
  for (const auto& [term, postings] : twin.terms) {
    ASSERT_EQ(index.find(term), TermId{rank});
    ASSERT_EQ(index.lower_bound(term), rank);
    ASSERT_EQ(index.lower_bound(term + '\0'), rank + 1);
    ASSERT_EQ(index.term(TermId{rank}), term);
    ASSERT_EQ(index.doc_freq(TermId{rank}), postings.size());
    ASSERT_FALSE(index.find(term + "~").has_value());
    ++rank;
  }
  std::uint32_t seen = 0;
  index.for_each_term(0, index.term_count(), [&](TermId term, std::string_view bytes) {
    EXPECT_EQ(index_of(term), seen++);
    EXPECT_TRUE(twin.terms.contains(std::string(bytes)));
    return true;
  });
  ASSERT_EQ(seen, index.term_count());
  for (const std::string prefix : {"", "w", "w1", "w29", "t", "brand", "x", "\xFF"}) {
    const auto [first, last] = index.prefix_range(prefix);
    const auto count = std::count_if(twin.terms.begin(), twin.terms.end(),
                                     [&](const auto& entry) { return entry.first.starts_with(prefix); });
    ASSERT_EQ(last - first, count) << prefix;
    if (count > 0) ASSERT_TRUE(index.term(TermId{first}).starts_with(prefix));
  }
}

void expect_same_statistics(const FieldIndex& index, const SegmentTwin::TermField& twin) {
  std::uint64_t postings = 0;
  std::uint64_t tokens = 0;
  for (const auto& [term, list] : twin.terms) {
    std::uint64_t term_freq = 0;
    for (const auto& [doc, posting] : list) {
      term_freq += index.kept_detail() == PostingDetail::docs ? 1 : posting.freq;
    }
    ASSERT_EQ(index.term_freq(*index.find(term)), term_freq) << term;
    postings += list.size();
    tokens += term_freq;
  }
  EXPECT_EQ(index.statistics().doc_count, twin.values.size());
  EXPECT_EQ(index.statistics().sum_doc_freq, postings);
  EXPECT_EQ(index.statistics().sum_term_freq, tokens);
}

void expect_same_norms(const FieldIndex& index, const SegmentTwin::TermField& twin, std::uint32_t doc_count) {
  for (std::uint32_t doc = 0; doc < doc_count; ++doc) {
    const auto length = twin.lengths.find(doc);
    const std::uint8_t wanted = length == twin.lengths.end() ? 0 : encode_length(length->second);
    ASSERT_EQ(index.norms()[doc], wanted);
  }
}

void expect_same_ordinals(const OrdinalColumn& column, const FieldIndex& index, const SegmentTwin::TermField& twin,
                          std::uint32_t doc_count) {
  ASSERT_EQ(column.term_count(), index.term_count());
  for (std::uint32_t doc = 0; doc < doc_count; ++doc) {
    std::vector<std::string> terms;
    column.for_each(DocId{doc}, [&](std::uint32_t ordinal) { terms.push_back(index.term(TermId{ordinal})); });
    const auto wanted = twin.values.find(doc);
    ASSERT_EQ(column.has_value(DocId{doc}), wanted != twin.values.end());
    if (wanted == twin.values.end()) continue;
    ASSERT_TRUE(std::equal(terms.begin(), terms.end(), wanted->second.begin(), wanted->second.end()));
  }
}

void expect_same_term_field(const Segment& segment, const SegmentTwin& twin, std::uint32_t field) {
  SCOPED_TRACE(test_schema()->field(FieldId{field}).name);
  const SegmentTwin::TermField& expected = twin.field(field);
  const FieldIndex* index = segment.field_index(FieldId{field});
  ASSERT_EQ(index != nullptr, !expected.lengths.empty());
  for (std::uint32_t doc = 0; doc < segment.doc_count(); ++doc) {
    ASSERT_EQ(segment.has_field(FieldId{field}, DocId{doc}), expected.lengths.contains(doc));
  }
  if (index == nullptr) return;
  expect_same_terms(*index, expected);
  expect_same_statistics(*index, expected);
  if (test_schema()->field(FieldId{field}).has_norms) expect_same_norms(*index, expected, segment.doc_count());
  const OrdinalColumn* column = segment.ordinals(FieldId{field});
  ASSERT_EQ(column != nullptr, test_schema()->field(FieldId{field}).has_column);
  if (column != nullptr) expect_same_ordinals(*column, *index, expected, segment.doc_count());
  for (const auto& [term, postings] : expected.terms) {
    SCOPED_TRACE(term);
    ListComparison(*index, *index->find(term), postings, segment.doc_count()).run();
    if (::testing::Test::HasFatalFailure()) return;
  }
}

void expect_same_numbers(const Segment& segment, const SegmentTwin& twin, std::uint32_t field) {
  SCOPED_TRACE(test_schema()->field(FieldId{field}).name);
  const NumericColumn* column = segment.numbers(FieldId{field});
  for (std::uint32_t doc = 0; doc < segment.doc_count(); ++doc) {
    const TestDocument& document = twin.documents()[doc];
    std::vector<double> wanted;
    if (const auto found = document.reals.find(field); found != document.reals.end()) wanted = found->second;
    if (const auto found = document.integers.find(field); found != document.integers.end()) {
      wanted.assign(found->second.begin(), found->second.end());
    }
    std::sort(wanted.begin(), wanted.end());
    ASSERT_EQ(segment.has_field(FieldId{field}, DocId{doc}), !wanted.empty());
    if (column == nullptr) continue;
    std::vector<double> seen;
    column->for_each(DocId{doc}, [&](std::int64_t encoded) { seen.push_back(column->as_double(encoded)); });
    ASSERT_EQ(seen, wanted);
    ASSERT_EQ(column->has_value(DocId{doc}), !wanted.empty());
    if (!wanted.empty()) ASSERT_EQ(column->as_double(column->first(DocId{doc})), wanted.front());
    if (column->is_multi_valued()) continue;
    column->visit_single([&](auto values, auto present) {
      EXPECT_EQ(present(doc), !wanted.empty());
      if (!wanted.empty()) EXPECT_EQ(column->as_double(values(doc)), wanted.front());
    });
  }
}

}  // namespace

void expect_same(const Segment& segment, const SegmentTwin& twin) {
  ASSERT_EQ(segment.doc_count(), twin.documents().size());
  for (std::uint32_t doc = 0; doc < segment.doc_count(); ++doc) {
    const TestDocument& document = twin.documents()[doc];
    ASSERT_EQ(segment.doc_id(DocId{doc}), document.id);
    ASSERT_EQ(segment.find_doc(document.id), DocId{doc});
    ASSERT_EQ(segment.version(DocId{doc}), document.version);
    ASSERT_EQ(segment.sequence_number(DocId{doc}), document.sequence_number);
    std::string source = "before ";
    segment.append_source(DocId{doc}, source);
    ASSERT_EQ(source, "before " + document.source);
  }
  ASSERT_FALSE(segment.find_doc("no such id").has_value());
  for (std::uint32_t field = 0; field < kTestFields; ++field) {
    if (is_numeric(test_schema()->field(FieldId{field}).type)) {
      expect_same_numbers(segment, twin, field);
    } else {
      expect_same_term_field(segment, twin, field);
    }
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace aisle::engine::testing
