// Parts of an image made by several threads: the order is theirs by number, whoever made them.

#include "engine/index/segment/parallel_sections.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>

namespace aisle::engine {
namespace {

constexpr std::size_t kParts = 23;

/// A part of two sections, or of none.
void write_part(std::size_t part, ImageWriter& image) {
  if (part % 5 == 0) return;
  const std::vector<std::uint32_t> values(part * 100, static_cast<std::uint32_t>(part));
  image.add_section(SectionKind::norms, static_cast<std::uint32_t>(part), std::span(values));
  image.add_section(SectionKind::presence, static_cast<std::uint32_t>(part), std::span(values).first(part));
}

std::vector<std::uint64_t> weights() {
  std::vector<std::uint64_t> weights(kParts);
  for (std::size_t i = 0; i < kParts; ++i) weights[i] = i * 7 % 11;
  return weights;
}

SegmentImage image_of(unsigned threads, const ParallelSections::Write& write) {
  ParallelSections parts(weights(), threads, write);
  ImageWriter image;
  parts.append_to(image);
  return std::move(image).finish(1, 1);
}

TEST(ParallelSections, GivesTheSameImageOnAnyNumberOfThreads) {
  const SegmentImage alone = image_of(1, write_part);
  for (const unsigned threads : {2U, 4U, 50U}) {
    const SegmentImage together = image_of(threads, write_part);
    EXPECT_TRUE(std::ranges::equal(alone.bytes(), together.bytes())) << threads;
  }
}

TEST(ParallelSections, WritesEachPartOnce) {
  std::vector<std::atomic<int>> calls(kParts);
  (void)image_of(3, [&](std::size_t part, ImageWriter& image) {
    ++calls[part];
    write_part(part, image);
  });
  EXPECT_TRUE(std::ranges::all_of(calls, [](const auto& each) { return each == 1; }));
}

TEST(ParallelSections, ThrowsWhatAPartThrew) {
  for (const unsigned threads : {1U, 3U}) {
    EXPECT_THROW((void)image_of(threads,
                                [](std::size_t part, ImageWriter& image) {
                                  if (part == 9) throw std::runtime_error("no room");
                                  write_part(part, image);
                                }),
                 std::runtime_error);
  }
}

TEST(ParallelSections, MayGoBeforeAnythingWasAppended) {
  const ParallelSections parts(weights(), 3, write_part);
}

}  // namespace
}  // namespace aisle::engine
