#include "engine/index/segment/segment_image.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/mapped_file.hpp"
#include "segment_twin.hpp"

namespace aisle::engine {
namespace {

using testing::build_segment;
using testing::random_documents;
using testing::test_schema;

std::vector<std::byte> image_of(std::uint32_t documents) {
  const auto segment = build_segment(random_documents(documents, 1));
  return {segment->image_bytes().begin(), segment->image_bytes().end()};
}

TEST(SegmentImage, OpensFromAFile) {
  const auto documents = random_documents(300, 12);
  const auto path = std::filesystem::temp_directory_path() / "aisle_segment_image_test.seg";
  ASSERT_TRUE(write_file_atomically(path, build_segment(documents)->image_bytes()).ok());
  Result<SegmentImage> image = SegmentImage::map(path);
  ASSERT_TRUE(image.ok());
  const auto segment = Segment::open(std::move(*image), *test_schema());
  ASSERT_TRUE(segment.ok());
  testing::expect_same(**segment, testing::SegmentTwin(documents));
  std::filesystem::remove(path);
}

TEST(SegmentImage, NamesTheSectionAndTheByteOfDamage) {
  std::vector<std::byte> bytes = image_of(50);
  const auto sections = SectionTable::open(bytes, ImageTrust::verify);
  ASSERT_TRUE(sections.ok());
  const auto norms = sections->find(SectionKind::norms, testing::kTitle);
  const auto offset = static_cast<std::size_t>(norms.data() - bytes.data());
  bytes[offset + 3] ^= std::byte{1};
  const auto opened = Segment::open(SegmentImage::copy_of(bytes), *test_schema());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::data_corrupt);
  EXPECT_EQ(opened.error().message, "segment image: section norms of field 0 does not match its checksum at byte " +
                                        std::to_string(offset));
  EXPECT_EQ(opened.error().position->byte, offset);
}

TEST(SegmentImage, IsRefusedWhenAnyCheckedByteChanged) {
  const std::vector<std::byte> bytes = image_of(3);
  const auto table = SectionTable::open(bytes, ImageTrust::verify);
  std::vector<bool> padding(bytes.size(), true);
  const auto cover = [&](std::size_t offset, std::size_t size) {
    for (std::size_t i = offset; i < offset + size; ++i) padding[i] = false;
  };
  cover(0, sizeof(ImageHeader));
  cover(table->header().table_offset, table->header().section_count * sizeof(SectionEntry));
  for (const SectionEntry& entry : table->entries()) cover(entry.offset, entry.size);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::vector<std::byte> damaged = bytes;
    damaged[i] ^= std::byte{0x10};
    EXPECT_EQ(Segment::open(SegmentImage::copy_of(damaged), *test_schema()).ok(), padding[i]) << i;
  }
}

TEST(SegmentImage, IsRefusedWhenCutShort) {
  const std::vector<std::byte> bytes = image_of(3);
  for (std::size_t size = 0; size < bytes.size(); size += 13) {
    EXPECT_FALSE(Segment::open(SegmentImage::copy_of(std::span(bytes).first(size)), *test_schema()).ok());
  }
}

TEST(SegmentImage, IsRefusedUnderASchemaThatLacksItsFields) {
  const Schema narrow({test_schema()->field(FieldId{0})}, test_schema()->shared_analyzers());
  const auto opened = Segment::open(SegmentImage::copy_of(image_of(3)), narrow);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::data_corrupt);
}

}  // namespace
}  // namespace aisle::engine
