#include "carts_orders/service/shop_clock.hpp"

#include <time.h>

#include <algorithm>

namespace aisle::shop {
namespace {

constexpr double kSlew = 500e-6;

}  // namespace

EpochMillis BootClock::since_boot_ms() const {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<EpochMillis>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

ShopClock::ShopClock(const Clock& wall, const BootClock& boot, EpochMillis recorded_time)
    : wall_(wall),
      boot_(boot),
      boot_then_(boot.since_boot_ms()),
      now_(static_cast<double>(std::max(wall.now_ms(), recorded_time))) {}

EpochMillis ShopClock::tick() {
  const EpochMillis boot_now = boot_.since_boot_ms();
  const double elapsed = static_cast<double>(std::max<EpochMillis>(boot_now - boot_then_, 0));
  boot_then_ = boot_now;
  const double behind = static_cast<double>(wall_.now_ms()) - (now_ + elapsed);
  offset_ = static_cast<EpochMillis>(behind);
  now_ += elapsed + std::clamp(behind, -kSlew * elapsed, kSlew * elapsed);
  return static_cast<EpochMillis>(now_);
}

}  // namespace aisle::shop
