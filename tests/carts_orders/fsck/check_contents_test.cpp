#include "carts_orders/fsck/check_contents.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "tests/carts_orders/fsck/busy_shop.hpp"

namespace aisle::shop {
namespace {

int rounds(int full) {
  const char* effort = std::getenv("AISLE_TEST_EFFORT");
  return effort ? std::max(1, full * std::atoi(effort) / 100) : full;
}

std::string problems(const ShopContents& contents, const CheckOptions& options = {}) { return to_string(check_contents(contents, options)); }

TEST(CheckContents, HoldsWhateverHappensInAShop) {
  for (int seed = 1; seed <= rounds(60); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ShopSettings settings;
    settings.hold_from = seed % 2 == 0 ? HoldFrom::cart : HoldFrom::checkout;
    settings.shipping = seed % 3 == 0 ? Shipping::manual : Shipping::automatic;
    BusyShop shop(static_cast<std::uint64_t>(seed), settings);
    for (int step = 0; step < 600; ++step) {
      shop.step();
      if (step % 20 == 19) ASSERT_EQ(problems(shop.contents()), "") << "after step " << step;
    }
    shop.expire_leases();
    ASSERT_EQ(problems(shop.contents(), {.now = shop.now()}), "");
  }
}

}  // namespace
}  // namespace aisle::shop
