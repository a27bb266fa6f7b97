#include "server/http/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/http/test_server.hpp"

namespace aisle::server::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using testing::ok_handler;

Router elasticsearch_like() {
  Router router;
  router.add(Method::get, "/", EndpointClass::light, ok_handler());
  router.add(Method::get, "/_search", EndpointClass::search, ok_handler());
  router.add(Method::post, "/{index}/_search", EndpointClass::search, ok_handler());
  router.add(Method::get, "/{index}/_search", EndpointClass::search, ok_handler());
  router.add(Method::put, "/{index}/_doc/{id}", EndpointClass::write, ok_handler());
  router.add(Method::get, "/{index}", EndpointClass::admin, ok_handler());
  router.add(Method::head, "/{name}/_alias/{alias}", EndpointClass::admin, ok_handler());
  router.add(Method::get, "/_alias/{alias}", EndpointClass::admin, ok_handler());
  return router;
}

std::string pattern_of(const Router& router, Method method, std::string_view uri) {
  const auto match = router.match(method, uri);
  return match.route ? match.route->pattern : "none";
}

TEST(Router, PrefersLiteralsToParameters) {
  const auto router = elasticsearch_like();
  EXPECT_EQ(pattern_of(router, Method::get, "/_search"), "/_search");
  EXPECT_EQ(pattern_of(router, Method::get, "/products"), "/{index}");
  EXPECT_EQ(pattern_of(router, Method::get, "/_alias/x"), "/_alias/{alias}");
}

TEST(Router, GoesBackToTheParameterWhenTheLiteralLeadsNowhere) {
  const auto router = elasticsearch_like();
  EXPECT_EQ(pattern_of(router, Method::get, "/_alias/_search"), "/_alias/{alias}");
  EXPECT_EQ(pattern_of(router, Method::post, "/_alias/_search"), "/{index}/_search");
}

TEST(Router, NamesParametersAsEachPatternDoes) {
  const auto router = elasticsearch_like();
  EXPECT_THAT(router.match(Method::put, "/products/_doc/a%20b?refresh=true").parameters,
              ElementsAre(Pair("index", "products"), Pair("id", "a b")));
  EXPECT_THAT(router.match(Method::head, "/p/_alias/q").parameters, ElementsAre(Pair("name", "p"), Pair("alias", "q")));
}

TEST(Router, KeepsAnEncodedSlashInsideItsSegment) {
  const auto router = elasticsearch_like();
  EXPECT_THAT(router.match(Method::put, "/p/_doc/a%2Fb%2fc").parameters, ElementsAre(Pair("index", "p"), Pair("id", "a/b/c")));
}

TEST(Router, IgnoresEmptySegments) {
  const auto router = elasticsearch_like();
  EXPECT_EQ(pattern_of(router, Method::get, "//p//_search/"), "/{index}/_search");
  EXPECT_EQ(pattern_of(router, Method::get, "///"), "/");
}

TEST(Router, ServesHeadByGetUnlessThereIsAHeadHandler) {
  const auto router = elasticsearch_like();
  EXPECT_EQ(pattern_of(router, Method::head, "/p"), "/{index}");
  EXPECT_EQ(pattern_of(router, Method::head, "/p/_alias/q"), "/{name}/_alias/{alias}");
}

TEST(Router, AnswersUnknownPathsAsElasticsearchDoes) {
  const auto match = elasticsearch_like().match(Method::get, "/a/b/c?x=1");
  ASSERT_EQ(match.route, nullptr);
  EXPECT_EQ(match.refusal.status, 400);
  EXPECT_EQ(match.refusal.body, R"({"error":"no handler found for uri [/a/b/c?x=1] and method [GET]"})");
}

TEST(Router, AnswersWrongMethodsWithAllow) {
  const auto match = elasticsearch_like().match(Method::delete_, "/p/_search");
  ASSERT_EQ(match.route, nullptr);
  EXPECT_EQ(match.refusal.status, 405);
  EXPECT_EQ(match.refusal.body,
            R"({"error":"Incorrect HTTP method for uri [/p/_search] and method [DELETE], allowed: [GET, HEAD, POST]","status":405})");
  EXPECT_THAT(match.refusal.headers, ElementsAre(Pair("Allow", "GET,HEAD,POST")));
}

TEST(Router, AnswersOptionsOnKnownPaths) {
  const auto match = elasticsearch_like().match(Method::options, "/p/_search");
  EXPECT_EQ(match.refusal.status, 200);
  EXPECT_THAT(match.refusal.headers, ElementsAre(Pair("Allow", "GET,HEAD,POST")));
}

TEST(Router, RefusesMalformedEscapes) {
  const auto match = elasticsearch_like().match(Method::get, "/p%2");
  EXPECT_EQ(match.refusal.status, 400);
  EXPECT_THAT(match.refusal.body, HasSubstr("unterminated escape sequence"));
}

TEST(Router, MatchesAbsoluteTargets) {
  EXPECT_EQ(pattern_of(elasticsearch_like(), Method::get, "http://host:9200/p/_search"), "/{index}/_search");
}

}  // namespace
}  // namespace aisle::server::http
