// Who may do what: the table's own consistency, and every cell of its matrix against the check.
#include "server/shop_api/access/authorisation_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/server/shop_api/access/matrix.hpp"

namespace aisle::server::shop_api {
namespace {

using testing::Cell;
using testing::Expected;
using testing::Object;

/// What the server's check says of a cell, in the matrix's words.
Expected decided(const Cell& cell) {
  const auto verdict = may_use(*cell.route, cell.asker.principal);
  if (verdict == Verdict::unauthenticated) return Expected::unauthenticated;
  if (verdict == Verdict::forbidden) return Expected::forbidden;
  const std::string owner = cell.object == Object::own ? cell.asker.principal.owner() : "user:mallory";
  if (cell.object == Object::absent || !may_see(*cell.route, cell.asker.principal, owner)) return Expected::not_found;
  return Expected::served;
}

TEST(AuthorisationTable, AgreesWithItsMatrix) {
  const auto cells = testing::matrix();
  EXPECT_GT(cells.size(), 400u);
  for (const Cell& cell : cells) EXPECT_EQ(decided(cell), cell.expected) << testing::name_of(cell);
}

TEST(AuthorisationTable, NamesEveryRouteOnce) {
  std::set<std::pair<http::Method, std::string_view>> seen;
  for (const ShopRoute& route : shop_routes()) {
    EXPECT_TRUE(seen.emplace(route.method, route.pattern).second) << route.pattern;
    EXPECT_TRUE(route.pattern.starts_with("/_shop/v1/")) << route.pattern;
    EXPECT_NE(route.roles, shop::Role::none) << "a row without roles would let nobody but admins in by accident";
    EXPECT_EQ(find_shop_route(route.method, route.pattern), &route);
  }
  EXPECT_EQ(find_shop_route(http::Method::head, "/_shop/v1/carts/{id}"),
            find_shop_route(http::Method::get, "/_shop/v1/carts/{id}"));
  EXPECT_EQ(find_shop_route(http::Method::patch, "/_shop/v1/carts"), nullptr);
}

TEST(AuthorisationTable, FitsTheRouter) {
  http::Router router;
  for (const ShopRoute& route : shop_routes()) router.add(route.method, route.pattern, route.endpoint_class, {});
  for (const ShopRoute& route : shop_routes()) {
    const auto match = router.match(route.method, route.pattern);
    ASSERT_NE(match.route, nullptr) << route.pattern;
    EXPECT_EQ(match.route->pattern, route.pattern);
  }
}

TEST(AuthorisationTable, AsksNoKeyOfSafeMethods) {
  for (const ShopRoute& route : shop_routes()) {
    if (route.method != http::Method::get) continue;
    EXPECT_EQ(route.key_use, KeyUse::none) << route.pattern;
  }
}

TEST(AuthorisationTable, LetsOnlyAdministratorsAdministrate) {
  for (const ShopRoute& route : shop_routes()) {
    if (!route.pattern.starts_with("/_shop/v1/admin/")) continue;
    EXPECT_EQ(route.roles, shop::Role::admin);
    EXPECT_EQ(route.audience, Audience::nobody);
  }
}

TEST(AuthorisationTable, TellsAStrangerNothingOfAForeignCart) {
  const auto& route = *find_shop_route(http::Method::get, "/_shop/v1/carts/{id}");
  const shop::Principal alice{shop::Principal::Kind::shopper, "alice", shop::Role::none};
  EXPECT_TRUE(may_see(route, alice, "user:alice"));
  EXPECT_FALSE(may_see(route, alice, "user:bob"));
  EXPECT_FALSE(may_see(route, alice, "guest:alice"));
  const shop::Principal support{shop::Principal::Kind::service, "desk", shop::Role::support};
  EXPECT_TRUE(may_see(route, support, "user:bob"));
}

}  // namespace
}  // namespace aisle::server::shop_api
