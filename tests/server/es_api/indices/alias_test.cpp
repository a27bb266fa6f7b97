#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::es_api {
namespace {

using testing::at;

class Aliases : public testing::ApiTest {};

TEST_F(Aliases, SwapAtomically) {
  call("PUT /v1");
  call("PUT /v2");
  EXPECT_EQ(call("PUT /v1/_alias/shop").body, R"({"acknowledged":true})");
  EXPECT_EQ(call("GET /_alias/shop").body, R"({"v1":{"aliases":{"shop":{}}}})");
  EXPECT_EQ(call("POST /_aliases", R"({"actions":[{"add":{"index":"v2","alias":"shop"}},{"remove":{"index":"v1","alias":"shop"}}]})").status, 200);
  EXPECT_EQ(call("GET /_alias/shop").body, R"({"v2":{"aliases":{"shop":{}}}})");
  EXPECT_EQ(call("POST /_aliases", R"({"actions":[{"add":{"index":"v1","alias":"shop"}},{"remove":{"index":"v1","alias":"none"}}]})").status, 404);
  EXPECT_EQ(call("GET /_alias/shop").body, R"({"v2":{"aliases":{"shop":{}}}})");
  EXPECT_EQ(call("POST /_aliases", R"({"actions":[{"remove_index":{"index":"v2"}},{"add":{"index":"v1","alias":"v2x"}}]})").status, 200);
  EXPECT_EQ(call("HEAD /v2").status, 404);
}

TEST_F(Aliases, AreShownAsElasticsearchDoes) {
  call("PUT /v1");
  call("PUT /v2");
  call("PUT /v1/_alias/shop");
  EXPECT_EQ(call("GET /_alias/*").body, R"({"v1":{"aliases":{"shop":{}}}})");
  EXPECT_EQ(call("GET /v*/_alias").body, R"({"v1":{"aliases":{"shop":{}}},"v2":{"aliases":{}}})");
  EXPECT_EQ(call("GET /zz*/_alias").body, "{}");
  const auto missing = call("GET /_alias/none");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, R"({"error":"alias [none] missing","status":404})");
  EXPECT_EQ(call("HEAD /_alias/shop").status, 200);
  EXPECT_EQ(call("HEAD /_alias/none").status, 404);
  EXPECT_EQ(call("HEAD /v2/_alias/shop").status, 404);
  EXPECT_EQ(call("DELETE /*/_alias/shop").status, 200);
  EXPECT_EQ(call("DELETE /v1/_alias/shop").status, 404);
}

TEST_F(Aliases, WriteToTheirWriteIndex) {
  call("PUT /v1");
  call("PUT /v2");
  call("PUT /v1/_alias/shop");
  EXPECT_EQ(at(call("PUT /shop/_doc/1", R"({"a":1})"), "_index"), "v1");
  call("PUT /v2/_alias/shop");
  EXPECT_EQ(at(call("PUT /shop/_doc/2", R"({"a":1})"), "error/type"), "illegal_argument_exception");
  call("PUT /v2/_alias/shop", R"({"is_write_index":true})");
  EXPECT_EQ(at(call("PUT /shop/_doc/2", R"({"a":1})"), "_index"), "v2");
}

TEST_F(Aliases, MayNotBeNamedAsIndices) {
  call("PUT /v1");
  call("PUT /v2");
  EXPECT_EQ(call("PUT /v1/_alias/v2").status, 400);
  call("PUT /v1/_alias/shop");
  EXPECT_EQ(call("PUT /shop").status, 400);
  EXPECT_EQ(call("PUT /v1/_alias/f", R"({"filter":{"term":{"a":1}}})").status, 400);
}

}  // namespace
}  // namespace aisle::server::es_api
