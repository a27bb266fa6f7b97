#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/carts_orders/support/cart_steps.hpp"
#include "tests/effort.hpp"

namespace aisle::shop {
namespace {

using Quantities = std::map<std::string, std::int64_t>;

class CartMerge : public testing::Test {
 protected:
  CartMerge() {
    for (const char* sku : {"hat", "shoe", "sock"}) shop.product(sku, 1000, 50);
    shop.product("scarf", 500, 9, "EUR");
  }
  GuestCart guest_with(const Quantities& lines) {
    const GuestCart cart = create_guest_cart(shop);
    for (const auto& [sku, quantity] : lines) put_line(shop, cart.who, cart.id, sku, quantity);
    return cart;
  }
  Id ann_with(const Quantities& lines) {
    const Id cart = create_cart(shop, ann);
    for (const auto& [sku, quantity] : lines) put_line(shop, ann, cart, sku, quantity);
    return cart;
  }

  TestShop shop;
  const Principal ann = shopper("ann");
  const Principal bob = shopper("bob");
};

TEST_F(CartMerge, TakesTheLargerQuantityByDefault) {
  const Id mine = ann_with({{"hat", 1}, {"shoe", 5}});
  const Answer answer = merge(shop, ann, guest_with({{"hat", 3}, {"shoe", 2}, {"sock", 1}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(id_of(answer), mine);
  EXPECT_EQ(member(answer, "adjusted"), "[]");
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"hat", 3}, {"shoe", 5}, {"sock", 1}}));
}

TEST_F(CartMerge, MayAddQuantities) {
  const Id mine = ann_with({{"hat", 1}, {"shoe", 5}});
  merge(shop, ann, guest_with({{"hat", 3}, {"sock", 1}}), MergeStrategy::sum);
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"hat", 4}, {"shoe", 5}, {"sock", 1}}));
}

TEST_F(CartMerge, MayLetTheGuestsLineWinAndLosesNoOther) {
  const Id mine = ann_with({{"hat", 4}, {"shoe", 5}});
  merge(shop, ann, guest_with({{"hat", 3}, {"sock", 1}}), MergeStrategy::replace);
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"hat", 3}, {"shoe", 5}, {"sock", 1}}));
}

TEST_F(CartMerge, CreatesTheShoppersCart) {
  const Answer answer = merge(shop, ann, guest_with({{"hat", 3}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(create_cart(shop, ann), id_of(answer));
  EXPECT_EQ(quantities(shop, id_of(answer)), (Quantities{{"hat", 3}}));
}

TEST_F(CartMerge, FlipsTheGuestCart) {
  const GuestCart guests = guest_with({{"hat", 3}});
  const Answer answer = merge(shop, ann, guests);
  EXPECT_EQ(shop.cart(guests.id)->state, CartState::merged);
  const Answer late = put_line(shop, guests.who, guests.id, "hat", 1);
  EXPECT_EQ(late.status, 410);
  EXPECT_EQ(member(late, "code"), "cart-merged");
  EXPECT_EQ(member(late, "merged_into"), member(answer, "id"));
}

TEST_F(CartMerge, ARetryGetsTheFirstAnswerAndChangesNothing) {
  const Id mine = ann_with({{"hat", 1}});
  const GuestCart guests = guest_with({{"hat", 3}});
  const Answer first = merge(shop, ann, guests, MergeStrategy::sum);
  put_line(shop, ann, mine, "sock", 2);
  shop.restart();
  const Answer again = merge(shop, ann, guests, MergeStrategy::sum);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers, first.headers);
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"hat", 4}, {"sock", 2}}));
}

TEST_F(CartMerge, IntoSomebodyElsesCartIsNotTold) {
  const GuestCart guests = guest_with({{"hat", 3}});
  merge(shop, ann, guests);
  const Answer late = merge(shop, bob, guests);
  EXPECT_EQ(late.status, 410);
  EXPECT_EQ(member(late, "merged_into"), "");
}

TEST_F(CartMerge, NeedsTheGuestsTokenAndAShopper) {
  const GuestCart guests = guest_with({{"hat", 3}});
  EXPECT_EQ(merge(shop, ann, {guests.id, "", guest("wrong")}).status, 404);
  EXPECT_EQ(merge(shop, ann, {Id{1, 2}, "", guests.who}).status, 404);
  EXPECT_EQ(merge(shop, guests.who, guests).status, 403);
  EXPECT_EQ(merge(shop, service(Role::admin), guests).status, 403);
  EXPECT_EQ(merge(shop, ann, {create_cart(shop, bob), "", {}}).status, 404) << "a shopper's cart has no token";
  EXPECT_EQ(quantities(shop, guests.id), (Quantities{{"hat", 3}}));
}

TEST_F(CartMerge, WaitsForOrdersOfEitherCart) {
  const GuestCart guests = guest_with({{"hat", 3}});
  const Id mine = ann_with({{"hat", 1}});
  set_state(shop, mine, CartState::in_checkout);
  EXPECT_EQ(merge(shop, ann, guests).status, 423);
  set_state(shop, mine, CartState::active);
  set_state(shop, guests.id, CartState::in_checkout);
  const Answer answer = merge(shop, ann, guests);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "guest-cart-in-checkout");
  set_state(shop, guests.id, CartState::active);
  EXPECT_EQ(merge(shop, ann, guests).status, 200);
}

TEST_F(CartMerge, OfACartThatIsOverIsRefused) {
  const GuestCart late = guest_with({{"hat", 3}});
  shop.advance(30 * kDay);
  EXPECT_EQ(member(merge(shop, ann, late), "code"), "cart-expired");
  const GuestCart bought = guest_with({{"hat", 3}});
  set_state(shop, bought.id, CartState::ordered);
  EXPECT_EQ(member(merge(shop, ann, bought), "code"), "cart-ordered");
}

TEST_F(CartMerge, CutsAndReportsWhatPassesALimit) {
  const Id mine = ann_with({{"hat", 600}});
  const Answer answer = merge(shop, ann, guest_with({{"hat", 600}}), MergeStrategy::sum);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(member(answer, "adjusted.0"), R"({"sku":"hat","requested":1200,"quantity":999,"reason":"quantity-limit"})");
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"hat", 999}}));
}

TEST_F(CartMerge, CutsLinesInAnotherCurrency) {
  const Id mine = ann_with({{"hat", 1}});
  const Answer answer = merge(shop, ann, guest_with({{"scarf", 2}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(member(answer, "adjusted.0"), R"({"sku":"scarf","requested":2,"quantity":0,"reason":"money-invalid"})");
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"hat", 1}}));
}

TEST_F(CartMerge, CutsWhatNoSubtotalHolds) {
  shop.product("island", kMaxAmount / 2, 9);
  const Id mine = ann_with({{"island", 2}});
  const Answer answer = merge(shop, ann, guest_with({{"hat", 1}, {"island", 1}}), MergeStrategy::sum);
  EXPECT_EQ(member(answer, "adjusted.0"), R"({"sku":"hat","requested":1,"quantity":0,"reason":"money-invalid"})");
  EXPECT_EQ(member(answer, "adjusted.1"), R"({"sku":"island","requested":3,"quantity":2,"reason":"money-invalid"})");
  EXPECT_EQ(quantities(shop, mine), (Quantities{{"island", 2}}));
}

// Properties

constexpr int kSkus = 7;
const std::string kNames = "abcdefg";

struct Case {
  std::int64_t quantity_limit = 9;
  std::int64_t line_limit = kSkus;
  Quantities user;
  std::vector<Quantities> guests;
  std::vector<MergeStrategy> strategies;
};

Quantities random_lines(std::mt19937_64& random, std::int64_t limit) {
  Quantities lines;
  for (int count = static_cast<int>(random() % 5); count > 0; --count) {
    lines[std::string(1, kNames[random() % kSkus])] = 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
  }
  return lines;
}

Case random_case(std::mt19937_64& random) {
  Case c;
  c.quantity_limit = 1 + static_cast<std::int64_t>(random() % 12);
  c.user = random_lines(random, c.quantity_limit);
  const auto strategy = static_cast<MergeStrategy>(random() % 3);
  for (int count = 1 + static_cast<int>(random() % 3); count > 0; --count) {
    c.guests.push_back(random_lines(random, c.quantity_limit));
    c.strategies.push_back(strategy);
  }
  return c;
}

/// What there must be, by plain arithmetic.
Quantities expected(const Case& c) {
  Quantities sum = c.user;
  for (std::size_t i = 0; i < c.guests.size(); ++i) {
    for (const auto& [sku, quantity] : c.guests[i]) {
      const std::int64_t mine = sum.contains(sku) ? sum[sku] : 0;
      const std::int64_t wanted = c.strategies[i] == MergeStrategy::sum   ? mine + quantity
                                  : c.strategies[i] == MergeStrategy::max ? std::max(mine, quantity)
                                                                          : quantity;
      sum[sku] = std::min(wanted, c.quantity_limit);
    }
  }
  return sum;
}

/// The user cart after merging all guest carts, each repeated at random, with restarts.
Quantities run(const Case& c, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  TestShop shop({.line_quantity_limit = c.quantity_limit, .cart_line_limit = c.line_limit}, seed);
  for (const char name : kNames) shop.product(std::string(1, name), 100, 5);
  const Principal ann = shopper("ann");
  const Id mine = create_cart(shop, ann);
  for (const auto& [sku, quantity] : c.user) put_line(shop, ann, mine, sku, quantity);
  std::vector<GuestCart> guests;
  for (const Quantities& lines : c.guests) {
    guests.push_back(create_guest_cart(shop));
    for (const auto& [sku, quantity] : lines) put_line(shop, guests.back().who, guests.back().id, sku, quantity);
  }
  std::vector<std::string> bodies(guests.size());
  for (std::size_t i = 0; i < guests.size(); ++i) {
    bodies[i] = merge(shop, ann, guests[i], c.strategies[i]).body;
    while (random() % 2 == 0) {
      const std::size_t again = random() % (i + 1);
      if (random() % 4 == 0) shop.restart();
      EXPECT_EQ(merge(shop, ann, guests[again], c.strategies[again]).body, bodies[again]);
    }
  }
  return quantities(shop, mine);
}

TEST(CartMergeProperties, TwiceIsOnceAndNothingIsLostOrDoubled) {
  for (int seed = 0; seed < test_effort(2000) && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const Case c = random_case(random);
    EXPECT_EQ(run(c, random()), expected(c));
  }
}

TEST(CartMergeProperties, TheOrderOfLoginsDoesNotMatterForMaxAndSum) {
  for (int seed = 0; seed < test_effort(1000) && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    Case c = random_case(random);
    if (c.strategies[0] == MergeStrategy::replace) std::ranges::fill(c.strategies, MergeStrategy::sum);
    const Quantities forward = run(c, random());
    std::ranges::reverse(c.guests);
    EXPECT_EQ(run(c, random()), forward);
  }
}

TEST(CartMergeProperties, EveryLineOfAGuestIsInTheCartOrReported) {
  for (int seed = 0; seed < test_effort(1000) && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    TestShop shop({.line_quantity_limit = 4, .cart_line_limit = 3}, random());
    for (const char name : kNames) shop.product(std::string(1, name), 100, 5);
    const GuestCart guests = create_guest_cart(shop);
    const Principal ann = shopper("ann");
    const Id mine = create_cart(shop, ann);
    for (const auto& [sku, quantity] : random_lines(random, 4)) put_line(shop, guests.who, guests.id, sku, quantity);
    for (const auto& [sku, quantity] : random_lines(random, 4)) put_line(shop, ann, mine, sku, quantity);
    const Quantities wanted = quantities(shop, guests.id);
    const Quantities before = quantities(shop, mine);
    const Answer answer = merge(shop, ann, guests, MergeStrategy::sum);
    ASSERT_EQ(answer.status, 200);
    const Quantities after = quantities(shop, mine);
    Quantities cut;
    for (int i = 0; !member(answer, "adjusted." + std::to_string(i)).empty(); ++i) {
      const std::string line = "adjusted." + std::to_string(i);
      cut[member(answer, line + ".sku")] = std::stoll(member(answer, line + ".requested")) - std::stoll(member(answer, line + ".quantity"));
    }
    for (const char name : kNames) {
      const std::string sku(1, name);
      const auto at = [&](const Quantities& lines) { return lines.contains(sku) ? lines.at(sku) : 0; };
      EXPECT_EQ(at(before) + at(wanted), at(after) + at(cut)) << sku;
    }
  }
}

}  // namespace
}  // namespace aisle::shop
