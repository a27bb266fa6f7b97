// Two devices, several tabs, a login now and then, retries and restarts: whatever the order, carts say what plain maps
// say that were told the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/carts_orders/support/cart_steps.hpp"
#include "tests/effort.hpp"

namespace aisle::shop {
namespace {

constexpr std::int64_t kLimit = 6;

struct PlainCart {
  std::map<std::string, std::int64_t> lines;
  bool merged = false;
};

class Tabs {
 public:
  explicit Tabs(std::uint64_t seed) : random_(seed), shop_({.line_quantity_limit = kLimit}, seed) {
    for (const char* sku : {"a", "b", "c"}) shop_.product(sku, 100, 5);
    mine_ = create_cart(shop_, ann_);
    open_guest_cart();
  }

  void run(int steps) {
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      one_step();
      compare();
    }
  }

 private:
  struct Guests {
    GuestCart cart;
    PlainCart plain;
    std::string merge_body;
  };

  void open_guest_cart() { guests_.push_back({create_guest_cart(shop_), {}, {}}); }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::string any_sku() { return std::string(1, "abc"[below(3)]); }

  void one_step() {
    Guests& guests = guests_[below(guests_.size())];
    switch (below(10)) {
      case 0: return open_guest_cart();
      case 1: return shop_.restart();
      case 2: return merge_into_mine(guests, static_cast<MergeStrategy>(below(3)));
      case 3: case 4: case 5: return edit(ann_, mine_, plain_);
      default: return edit(guests.cart.who, guests.cart.id, guests.plain);
    }
  }

  void edit(const Principal& who, const Id& cart, PlainCart& plain) {
    const std::string sku = any_sku();
    const auto quantity = static_cast<std::int64_t>(below(kLimit + 2));
    switch (below(4)) {
      case 0: return expect(put_line(shop_, who, cart, sku, quantity), plain, sku, quantity, quantity <= kLimit);
      case 1: {
        const std::int64_t sum = quantity + (plain.lines.contains(sku) ? plain.lines[sku] : 0);
        return expect(add_line(shop_, who, cart, sku, quantity), plain, sku, sum, quantity > 0 && sum <= kLimit);
      }
      case 2: return expect(remove_line(shop_, who, cart, sku), plain, sku, 0, true);
      default: return clear(who, cart, plain);
    }
  }
  void expect(const Answer& answer, PlainCart& plain, const std::string& sku, std::int64_t quantity, bool allowed) {
    const int refusal = plain.merged ? 410 : allowed ? 0 : 422;
    EXPECT_EQ(answer.failed() ? answer.status : 0, refusal) << answer.body;
    if (refusal != 0) return;
    if (quantity == 0) {
      plain.lines.erase(sku);
    } else {
      plain.lines[sku] = quantity;
    }
  }
  void clear(const Principal& who, const Id& cart, PlainCart& plain) {
    EXPECT_EQ(shop_.ask(who, CartCommand{ClearCart{cart, {}}}).status, plain.merged ? 410 : 204);
    plain.lines.clear();
  }

  void merge_into_mine(Guests& guests, MergeStrategy strategy) {
    const Answer answer = merge(shop_, ann_, guests.cart, strategy);
    ASSERT_EQ(answer.status, 200);
    if (guests.plain.merged) {
      EXPECT_EQ(answer.body, guests.merge_body);
      return;
    }
    for (const auto& [sku, quantity] : guests.plain.lines) {
      std::int64_t& mine = plain_.lines[sku];
      mine = strategy == MergeStrategy::sum ? mine + quantity : strategy == MergeStrategy::max ? std::max(mine, quantity) : quantity;
      mine = std::min(mine, kLimit);
    }
    guests.plain = {.lines = {}, .merged = true};
    guests.merge_body = answer.body;
  }

  void compare() {
    ASSERT_EQ(quantities(shop_, mine_), plain_.lines);
    for (const Guests& guests : guests_) ASSERT_EQ(quantities(shop_, guests.cart.id), guests.plain.lines);
  }

  std::mt19937_64 random_;
  TestShop shop_;
  const Principal ann_ = shopper("ann");
  Id mine_;
  PlainCart plain_;
  std::vector<Guests> guests_;
};

TEST(CartsAtRandom, SayWhatPlainMapsSay) {
  for (int seed = 0; seed < test_effort(200) && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Tabs(static_cast<std::uint64_t>(seed)).run(80);
  }
}

}  // namespace
}  // namespace aisle::shop
