#include "bench/load/load_profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace aisle::bench {
namespace {

std::filesystem::path shipped(std::string_view name) {
  const char* root = std::getenv("AISLE_SOURCE_DIR");
  return std::filesystem::path(root == nullptr ? "." : root) / "bench/load/profiles" / name;
}

std::filesystem::path written(std::string_view text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "profile_test.toml";
  std::ofstream(file) << text;
  return file;
}

TEST(LoadProfile, TheShippedOnesRead) {
  for (const char* name : {"weekday.toml", "black-friday.toml"}) {
    const auto profile = read_profile(shipped(name));
    ASSERT_TRUE(profile.ok()) << (profile.ok() ? "" : profile.error().message);
    EXPECT_GE(profile->phases.size(), 4u);
  }
}

TEST(LoadProfile, NamesTheLineOfAMistake) {
  const auto unknown = read_profile(written("[[phase]]\nname = \"a\"\nsecond = 5\n"));
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(unknown.error().message, testing::HasSubstr(":3: unknown key or wrong type: second"));
  EXPECT_FALSE(read_profile(written("[[phase\n")).ok());
  EXPECT_FALSE(read_profile(written("name = \"empty\"\n")).ok());
}

TEST(LoadProfile, ArrivalsFollowTheRates) {
  LoadProfile profile;
  profile.phases = {{.name = "ramp", .seconds = 100, .from = 0, .to = 100}, {.name = "flat", .seconds = 50, .from = 100, .to = 100}};
  const auto arrivals = plan_arrivals(profile, 1.0, 7);
  EXPECT_NEAR(static_cast<double>(arrivals.size()), 10'000, 400);
  std::size_t in_first_half = 0;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (i > 0) ASSERT_LE(arrivals[i - 1].due_seconds, arrivals[i].due_seconds);
    ASSERT_EQ(arrivals[i].phase, arrivals[i].due_seconds < 100 ? 0u : 1u);
    in_first_half += arrivals[i].due_seconds < 50;
  }
  EXPECT_NEAR(static_cast<double>(in_first_half), 1'250, 150);  // a quarter of the ramp's requests
}

TEST(LoadProfile, ASeedFixesEveryArrival) {
  LoadProfile profile;
  profile.phases = {{.name = "flat", .seconds = 5, .from = 100, .to = 100}};
  const auto once = plan_arrivals(profile, 2.0, 1);
  const auto again = plan_arrivals(profile, 2.0, 1);
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) ASSERT_EQ(once[i].due_seconds, again[i].due_seconds);
  EXPECT_NE(plan_arrivals(profile, 2.0, 2).front().due_seconds, once.front().due_seconds);
}

}  // namespace
}  // namespace aisle::bench
