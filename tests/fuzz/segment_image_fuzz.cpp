// Opens damaged segment images as if their checksums held, and reads everything of those that open.
//
// The input is a list of edits to a sound image (section, offset, how, value: 5 bytes each), so that damage lands in
// every section, or, where its first byte is odd, an image as it is.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "../engine/index/test_documents.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/index/segment/segment_builder.hpp"

namespace aisle::engine {
namespace {

using testing::test_schema;

std::vector<std::byte> make_sound_image() {
  SegmentBuilder builder(test_schema());
  for (const testing::TestDocument& document : testing::random_documents(400, 1)) {
    (void)builder.add(document.document(), document.version, document.sequence_number);
  }
  const SegmentImage image = builder.seal_image(1);
  return {image.bytes().begin(), image.bytes().end()};
}

struct Edit {
  std::uint8_t section;
  std::uint16_t offset;
  std::uint8_t how;
  std::uint8_t value;
};

void apply(const Edit& edit, const SectionTable& sections, std::vector<std::byte>& image) {
  const std::size_t count = sections.entries().size();
  std::size_t begin = 0;
  std::size_t size = sizeof(ImageHeader);
  if (edit.section % (count + 2) < count) {
    begin = sections.entries()[edit.section % (count + 2)].offset;
    size = sections.entries()[edit.section % (count + 2)].size;
  } else if (edit.section % (count + 2) == count) {
    begin = sections.header().table_offset;
    size = count * sizeof(SectionEntry);
  }
  if (size == 0) return;
  std::byte& target = image[begin + edit.offset % size];
  switch (edit.how % 3) {
    case 0: target = static_cast<std::byte>(edit.value); break;
    case 1: target ^= static_cast<std::byte>(edit.value); break;
    default: target = static_cast<std::byte>(static_cast<std::uint8_t>(target) + edit.value); break;
  }
}

std::uint64_t walk_postings(const FieldIndex& index, TermId term, std::uint32_t doc_count) {
  std::uint64_t sum = index.term_freq(term);
  PostingCursor cursor = index.postings(term, index.kept_detail());
  WindowBits bits;
  PostingCursor(cursor).fill_window(DocId{0}, bits);
  sum += bits.count() + cursor.list_impacts().size();
  for (; !cursor.exhausted(); cursor.next_block()) {
    const auto docs = cursor.docs();
    sum += cursor.peek_block(docs.front()).impacts.size();
    for (std::uint32_t i = 0; i < docs.size(); ++i) {
      if (index_of(docs[i]) >= doc_count) throw std::logic_error("a document past the segment's end");
      sum += cursor.freqs()[i];
      if (index.has_positions()) sum += cursor.positions(i).size();
    }
  }
  return sum;
}

std::uint64_t walk_index(const FieldIndex& index, std::uint32_t doc_count) {
  std::uint64_t sum = 0;
  std::string before;
  index.for_each_term(0, index.term_count(), [&](TermId term, std::string_view bytes) {
    if (index_of(term) > 0 && bytes <= before) throw std::logic_error("terms out of order");
    before = bytes;
    sum += index.find(bytes).has_value() ? 1 : 0;
    sum += index.lower_bound(bytes) + walk_postings(index, term, doc_count);
    return true;
  });
  for (const std::uint8_t norm : index.norms()) sum += norm;
  return sum + index.prefix_range("w1").second;
}

std::uint64_t walk_field(const Segment& segment, FieldId field, DocId doc) {
  std::uint64_t sum = segment.has_field(field, doc) ? 1 : 0;
  if (const OrdinalColumn* ordinals = segment.ordinals(field)) {
    ordinals->for_each(doc, [&](std::uint32_t ordinal) {
      if (ordinal >= ordinals->term_count()) throw std::logic_error("an ordinal past the dictionary");
      sum += ordinal;
    });
  }
  if (const NumericColumn* numbers = segment.numbers(field)) {
    numbers->for_each(doc, [&](std::int64_t encoded) { sum += static_cast<std::uint64_t>(encoded); });
  }
  return sum;
}

std::uint64_t walk(const Segment& segment) {
  std::uint64_t sum = 0;
  for (std::uint32_t doc = 0; doc < segment.doc_count(); ++doc) {
    sum += segment.version(DocId{doc}) + segment.find_doc(segment.doc_id(DocId{doc})).has_value();
    for (std::uint32_t field = 0; field < testing::kTestFields; ++field) {
      sum += walk_field(segment, FieldId{field}, DocId{doc});
    }
    std::string source;
    try {
      segment.append_source(DocId{doc}, source);
    } catch (const std::runtime_error&) {  // said so, rather than giving something else
    }
    sum += source.size();
  }
  for (std::uint32_t field = 0; field < testing::kTestFields; ++field) {
    if (const FieldIndex* index = segment.field_index(FieldId{field})) sum += walk_index(*index, segment.doc_count());
  }
  return sum;
}

}  // namespace
}  // namespace aisle::engine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aisle::engine;
  static const std::vector<std::byte> sound = make_sound_image();
  static const SectionTable sections = *SectionTable::open(sound, ImageTrust::verify);
  if (size == 0) return 0;
  std::vector<std::byte> image = sound;
  if (data[0] % 2 == 1) {
    const auto* bytes = reinterpret_cast<const std::byte*>(data + 1);
    image.assign(bytes, bytes + size - 1);
  } else {
    for (std::size_t i = 1; i + 5 <= size; i += 5) {
      const Edit edit{data[i], static_cast<std::uint16_t>(data[i + 1] | data[i + 2] << 8), data[i + 3], data[i + 4]};
      apply(edit, sections, image);
    }
  }
  const auto segment = Segment::open(SegmentImage::copy_of(image), *test_schema(), ImageTrust::ignore_checksums);
  [[maybe_unused]] static volatile std::uint64_t sink;  // keeps the reads
  if (segment.ok()) sink = walk(**segment);
  return 0;
}
