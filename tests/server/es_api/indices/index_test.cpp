#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::es_api {
namespace {

using ::testing::HasSubstr;
using testing::at;

class Indices : public testing::ApiTest {};

TEST_F(Indices, AreCreatedShownAndDeleted) {
  const auto made = call("PUT /products", R"({"settings":{"number_of_shards":2,"index":{"refresh_interval":"5s"}},
      "mappings":{"properties":{"title":{"type":"text"}}},"aliases":{"shop":{}}})");
  EXPECT_EQ(made.status, 200);
  EXPECT_EQ(made.body, R"({"acknowledged":true,"shards_acknowledged":true,"index":"products"})");
  const auto shown = call("GET /products");
  EXPECT_EQ(at(shown, "products/aliases"), R"({"shop":{}})");
  EXPECT_EQ(at(shown, "products/mappings"), R"({"properties":{"title":{"type":"text"}}})");
  EXPECT_EQ(at(shown, "products/settings/index/number_of_shards"), "2");
  EXPECT_EQ(at(shown, "products/settings/index/refresh_interval"), "5s");
  EXPECT_EQ(at(shown, "products/settings/index/provided_name"), "products");
  EXPECT_THAT(at(shown, "products/settings/index/version"), HasSubstr("\"created\":\"8"));
  EXPECT_EQ(call("HEAD /products").status, 200);
  EXPECT_EQ(call("HEAD /shop").status, 200);
  EXPECT_EQ(call("HEAD /nothing").status, 404);
  EXPECT_EQ(at(call("GET /shop/_mapping"), "products/mappings/properties/title/type"), "text");
  EXPECT_EQ(call("DELETE /shop").status, 400);
  EXPECT_EQ(call("DELETE /products").body, R"({"acknowledged":true})");
  const auto gone = call("GET /products");
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(at(gone, "error/type"), "index_not_found_exception");
  EXPECT_EQ(at(gone, "error/reason"), "no such index [products]");
  EXPECT_EQ(at(gone, "error/root_cause/0/resource.type"), "index_or_alias");
  EXPECT_EQ(at(gone, "status"), "404");
}

TEST_F(Indices, MustBeNewAndWellNamed) {
  call("PUT /a");
  const auto again = call("PUT /a");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(at(again, "error/type"), "resource_already_exists_exception");
  EXPECT_THAT(at(again, "error/reason"), HasSubstr("index [a/"));
  EXPECT_EQ(at(call("PUT /Abc"), "error/reason"), "Invalid index name [Abc], must be lowercase");
  EXPECT_EQ(at(call("PUT /-abc"), "error/reason"), "Invalid index name [-abc], must not start with '_', '-', or '+'");
  EXPECT_EQ(call("PUT /" + std::string(256, 'x')).status, 400);
  EXPECT_EQ(at(call("PUT /b", R"({"mapping":{}})"), "error/type"), "parse_exception");
  EXPECT_EQ(at(call("PUT /b", R"({"settings":{"index":{"numbr_of_shards":1}}})"), "error/reason"),
            "unknown setting [index.numbr_of_shards] please check that any required plugins are installed, or check the breaking changes "
            "documentation for removed settings");
  const auto bad = call("PUT /b", R"({"mappings":{"properties":{"f":{"type":"text","x":1}}}})");
  EXPECT_EQ(at(bad, "error/type"), "mapper_parsing_exception");
  EXPECT_EQ(at(bad, "error/reason"), "Failed to parse mapping: unknown parameter [x] on mapper [f] of type [text]");
  EXPECT_EQ(call("HEAD /b").status, 404);
  EXPECT_EQ(at(call("PUT /b", "{"), "error/type"), "x_content_parse_exception");
}

TEST_F(Indices, AreNamedByWildcardsAndLists) {
  for (const char* name : {"PUT /a1", "PUT /a2", "PUT /b1", "PUT /.hidden"}) call(name);
  EXPECT_EQ(call("GET /a*,-a2/_mapping").body, R"({"a1":{"mappings":{}}})");
  EXPECT_EQ(call("GET /a1,b1/_mapping").body, R"({"a1":{"mappings":{}},"b1":{"mappings":{}}})");
  EXPECT_EQ(call("GET /zz*/_mapping").body, "{}");
  EXPECT_EQ(call("GET /zz*/_mapping?allow_no_indices=false").status, 404);
  EXPECT_EQ(call("GET /a1,zz/_mapping").status, 404);
  EXPECT_EQ(call("GET /a1,zz/_mapping?ignore_unavailable=true").body, R"({"a1":{"mappings":{}}})");
  EXPECT_THAT(call("GET /_all/_mapping").body, ::testing::Not(HasSubstr("hidden")));
  EXPECT_THAT(call("GET /_mapping").body, HasSubstr("b1"));
}

TEST_F(Indices, MergeMappings) {
  call("PUT /a", R"({"mappings":{"properties":{"x":{"type":"text"}}}})");
  EXPECT_EQ(call("PUT /a/_mapping", R"({"properties":{"y":{"type":"keyword"}}})").body, R"({"acknowledged":true})");
  EXPECT_EQ(call("PUT /a/document/_mapping?include_type_name=true", R"({"document":{"properties":{"z":{"type":"long"}}}})").status, 200);
  EXPECT_EQ(call("GET /a/_mapping").body,
            R"({"a":{"mappings":{"properties":{"x":{"type":"text"},"y":{"type":"keyword"},"z":{"type":"long"}}}}})");
  const auto conflict = call("PUT /a/_mapping", R"({"properties":{"x":{"type":"keyword"}}})");
  EXPECT_EQ(conflict.status, 400);
  EXPECT_EQ(at(conflict, "error/type"), "illegal_argument_exception");
  EXPECT_EQ(at(conflict, "error/reason"), "mapper [x] cannot be changed from type [text] to [keyword]");
}

TEST_F(Indices, ComeBackAfterAReopening) {
  call("PUT /a", R"({"settings":{"analysis":{"analyzer":{"mine":{"type":"custom","tokenizer":"whitespace","filter":["lowercase"]}}}},
      "mappings":{"properties":{"x":{"type":"text","analyzer":"mine"}}},"aliases":{"al":{"is_write_index":true}}})");
  call("PUT /a/_doc/1?refresh=true", R"({"x":"Red Shoe","n":5})");
  const std::string before = call("GET /a").body;
  const std::string uuid = registry_->cluster_uuid();
  reopen();
  EXPECT_EQ(call("GET /a").body, before);
  EXPECT_EQ(registry_->cluster_uuid(), uuid);
  EXPECT_EQ(registry_->report().indices, 1U);
  EXPECT_TRUE(registry_->report().problems.empty());
  EXPECT_EQ(at(call("GET /al/_doc/1"), "_source"), R"({"x":"Red Shoe","n":5})");
}

TEST_F(Indices, CloseAndOpenWithNewAnalysis) {
  call("PUT /a");
  call("PUT /a/_doc/1", R"({"x":"y"})");
  const char* analysis = R"({"analysis":{"analyzer":{"mine":{"type":"custom","tokenizer":"keyword"}}}})";
  EXPECT_THAT(at(call("PUT /a/_settings", analysis), "error/reason"), HasSubstr("Can't update non dynamic settings"));
  EXPECT_EQ(call("POST /a/_close").status, 200);
  EXPECT_EQ(at(call("GET /a/_doc/1"), "error/type"), "index_closed_exception");
  EXPECT_EQ(call("PUT /a/_settings", analysis).status, 200);
  reopen();
  EXPECT_EQ(call("POST /a/_open").status, 200);
  EXPECT_EQ(at(call("GET /a/_doc/1"), "found"), "true");
  EXPECT_EQ(at(call("POST /a/_analyze", R"({"analyzer":"mine","text":"Red Shoe"})"), "tokens/0/token"), "Red Shoe");
}

TEST_F(Indices, AnalyzeTexts) {
  call("PUT /a", R"({"mappings":{"properties":{"t":{"type":"text"},"k":{"type":"keyword"}}}})");
  EXPECT_EQ(call("POST /a/_analyze", R"({"field":"t","text":"Red Shoes"})").body,
            R"({"tokens":[{"token":"red","start_offset":0,"end_offset":3,"type":"<ALPHANUM>","position":0},)"
            R"({"token":"shoes","start_offset":4,"end_offset":9,"type":"<ALPHANUM>","position":1}]})");
  EXPECT_EQ(at(call("GET /a/_analyze", R"({"field":"k","text":"Red Shoes"})"), "tokens/0/token"), "Red Shoes");
  EXPECT_EQ(at(call("POST /_analyze", R"({"tokenizer":"whitespace","filter":["lowercase"],"text":["A b","C"]})"), "tokens/2/position"), "102");
  EXPECT_EQ(at(call("POST /_analyze", R"({"analyzer":"nope","text":"a"})"), "error/reason"), "failed to find global analyzer [nope]");
  EXPECT_EQ(call("POST /_analyze", "{}").status, 400);
}

}  // namespace
}  // namespace aisle::server::es_api
