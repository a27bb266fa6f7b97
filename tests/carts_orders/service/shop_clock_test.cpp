#include "carts_orders/service/shop_clock.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/hash.hpp"

namespace aisle::shop {
namespace {

struct WallClock final : Clock {
  EpochMillis now_ms() const override { return time; }
  EpochMillis time = 1'700'000'000'000;
};

struct BootTime final : BootClock {
  EpochMillis since_boot_ms() const override { return time; }
  EpochMillis time = 5000;
};

/// Lets both clocks run.
void pass(WallClock& wall, BootTime& boot, EpochMillis elapsed) {
  wall.time += elapsed;
  boot.time += elapsed;
}

TEST(ShopClock, StartsAtTheWallClock) {
  WallClock wall;
  BootTime boot;
  ShopClock clock(wall, boot, 0);
  EXPECT_EQ(clock.tick(), wall.time);
  pass(wall, boot, 1234);
  EXPECT_EQ(clock.tick(), wall.time);
  EXPECT_EQ(clock.wall_offset(), 0);
}

TEST(ShopClock, StartsAtTheRecordedTimeWhenTheWallClockWentBack) {
  WallClock wall;
  BootTime boot;
  const EpochMillis recorded = wall.time + 3'600'000;
  ShopClock clock(wall, boot, recorded);
  EXPECT_EQ(clock.tick(), recorded);
  EXPECT_EQ(clock.wall_offset(), -3'600'000);
}

TEST(ShopClock, DoesNotLeapWithTheWallClock) {
  WallClock wall;
  BootTime boot;
  ShopClock clock(wall, boot, 0);
  const EpochMillis start = clock.tick();
  wall.time += 86'400'000;
  EXPECT_EQ(clock.tick(), start);
  pass(wall, boot, 1'800'000);
  const EpochMillis after_half_an_hour = clock.tick() - start;
  EXPECT_GE(after_half_an_hour, 1'800'000);
  EXPECT_LE(after_half_an_hour, 1'800'900);
}

TEST(ShopClock, NeverGoesBack) {
  WallClock wall;
  BootTime boot;
  ShopClock clock(wall, boot, 0);
  EpochMillis last = clock.tick();
  for (std::uint64_t step = 0; step < 5000; ++step) {
    const std::uint64_t random = mix64(step);
    wall.time += static_cast<EpochMillis>(random % 20'001) - 10'000;
    boot.time += static_cast<EpochMillis>(random >> 32) % 3 == 0 ? 0 : static_cast<EpochMillis>((random >> 40) % 500);
    const EpochMillis now = clock.tick();
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(ShopClock, ComesUpWithAWallClockThatIsAheadInTheEnd) {
  WallClock wall;
  BootTime boot;
  ShopClock clock(wall, boot, 0);
  wall.time += 1000;
  // A second at 500 parts per million takes 2,000 seconds.
  for (int second = 0; second < 1990; ++second) {
    pass(wall, boot, 1000);
    EXPECT_LT(clock.tick(), wall.time);
  }
  for (int second = 0; second < 20; ++second) pass(wall, boot, 1000), clock.tick();
  EXPECT_LE(std::abs(clock.tick() - wall.time), 1);
}

TEST(ShopClock, KeepsCountingMillisecondsThatAreTickedOneByOne) {
  WallClock wall;
  BootTime boot;
  ShopClock clock(wall, boot, 0);
  const EpochMillis start = clock.tick();
  wall.time -= 10'000'000;
  for (int ms = 0; ms < 100'000; ++ms) {
    pass(wall, boot, 1);
    clock.tick();
  }
  EXPECT_NEAR(static_cast<double>(clock.tick() - start), 100'000 - 50, 2);
}

TEST(ShopClock, StandsStillWhenTheBootClockDoes) {
  WallClock wall;
  BootTime boot;
  ShopClock clock(wall, boot, 0);
  const EpochMillis start = clock.tick();
  boot.time -= 1000;
  EXPECT_EQ(clock.tick(), start);
}

}  // namespace
}  // namespace aisle::shop
