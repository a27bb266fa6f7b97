#include "engine/index/live/manifest.hpp"

#include <gtest/gtest.h>

#include "engine/index/live/log_operation.hpp"

namespace aisle::engine {
namespace {

Manifest some_manifest() {
  Manifest manifest{.generation = 4, .replay_from = 17, .next_sequence_number = 20, .next_segment_id = 6};
  manifest.segments.push_back({.id = 3, .doc_count = 100, .image_bytes = 4096, .live_generation = 4, .live_bytes = 80});
  manifest.segments.push_back({.id = 5, .doc_count = 7, .image_bytes = 512});
  manifest.tombstones.push_back({"gone", 3, 12});
  return manifest;
}

TEST(Manifest, ReadsWhatItWrote) {
  const auto bytes = encode(some_manifest());
  const auto manifest = decode_manifest(bytes);
  ASSERT_TRUE(manifest);
  EXPECT_EQ(encode(*manifest), bytes);
  EXPECT_EQ(manifest->segments[0].live_bytes, 80u);
  EXPECT_EQ(manifest->tombstones[0].id, "gone");
}

TEST(Manifest, NoFlippedBitAndNoCutIsTakenForSound) {
  const auto bytes = encode(some_manifest());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto damaged = bytes;
    damaged[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    EXPECT_FALSE(decode_manifest(damaged)) << bit;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_manifest(std::span(bytes).first(size)));
}

TEST(LogOperation, ReadsWhatItWrote) {
  LogOperation update{.type = LogOperationType::live_update, .version = 9, .id = "a"};
  update.values = {{FieldId{1}, std::int64_t{-5}}, {FieldId{2}, 2.5}, {FieldId{3}, std::nullopt}};
  ByteWriter out;
  encode(update, out);
  const auto read = decode_log_operation(3, out.bytes());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, "a");
  EXPECT_EQ(read->values, update.values);
  EXPECT_FALSE(decode_log_operation(3, out.bytes().first(out.size() - 1)));
  EXPECT_FALSE(decode_log_operation(4, out.bytes()));
}

}  // namespace
}  // namespace aisle::engine
