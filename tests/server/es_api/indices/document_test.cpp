#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::es_api {
namespace {

using ::testing::HasSubstr;
using testing::at;

class Documents : public testing::ApiTest {};

TEST_F(Documents, AreWrittenReadAndDeleted) {
  const auto made = call("PUT /shop/_doc/1", R"({"title":"Red shoe"})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.body, R"({"_index":"shop","_id":"1","_version":1,"result":"created","_shards":{"total":1,"successful":1,"failed":0},"_seq_no":0,"_primary_term":1})");
  EXPECT_EQ(at(call("PUT /shop/_doc/1", R"({"title":"Blue shoe"})"), "result"), "updated");
  EXPECT_EQ(call("GET /shop/_doc/1").body,
            R"({"_index":"shop","_id":"1","_version":2,"_seq_no":1,"_primary_term":1,"found":true,"_source":{"title":"Blue shoe"}})");
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"title":"Blue shoe"})");
  EXPECT_EQ(call("HEAD /shop/_doc/1").status, 200);
  const auto deleted = call("DELETE /shop/_doc/1");
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(at(deleted, "result"), "deleted");
  const auto again = call("DELETE /shop/_doc/1");
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(at(again, "result"), "not_found");
  const auto missing = call("GET /shop/_doc/1");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, R"({"_index":"shop","_id":"1","found":false})");
  EXPECT_EQ(at(call("GET /shop/_source/1"), "error/type"), "resource_not_found_exception");
  EXPECT_EQ(at(call("GET /none/_doc/1"), "error/reason"), "no such index [none]");
}

TEST_F(Documents, GetIdsOfTheirOwn) {
  const auto made = call("POST /shop/_doc", R"({"a":1})");
  EXPECT_EQ(made.status, 201);
  const std::string id = at(made, "_id");
  EXPECT_EQ(id.size(), 20U);
  EXPECT_EQ(at(call("GET /shop/_doc/" + id), "found"), "true");
}

TEST_F(Documents, RefuseConflicts) {
  call("PUT /shop/_doc/1", R"({"a":1})");
  const auto exists = call("PUT /shop/_create/1", R"({"a":1})");
  EXPECT_EQ(exists.status, 409);
  EXPECT_EQ(at(exists, "error/type"), "version_conflict_engine_exception");
  EXPECT_EQ(at(exists, "error/reason"), "[1]: version conflict, document already exists (current version [1])");
  EXPECT_EQ(at(exists, "error/index"), "shop");
  EXPECT_EQ(at(exists, "error/shard"), "0");
  EXPECT_EQ(call("PUT /shop/_doc/1?op_type=create", R"({"a":1})").status, 409);
  EXPECT_EQ(call("PUT /shop/_doc/1?if_seq_no=7&if_primary_term=1", R"({"a":1})").status, 409);
  EXPECT_EQ(call("PUT /shop/_doc/1?if_seq_no=0&if_primary_term=1", R"({"a":2})").status, 200);
  EXPECT_EQ(call("PUT /shop/_doc/2?version=10&version_type=external", R"({"a":1})").status, 201);
  EXPECT_EQ(call("PUT /shop/_doc/2?version=10&version_type=external", R"({"a":1})").status, 409);
  EXPECT_EQ(call("PUT /shop/_doc/2?version=10&version_type=external_gte", R"({"a":1})").status, 200);
  EXPECT_EQ(call("PUT /shop/_doc/2?version=3", R"({"a":1})").status, 400);
}

TEST_F(Documents, ThatAreWrongSayWhere) {
  call("PUT /shop", R"({"mappings":{"properties":{"price":{"type":"double"}}}})");
  const auto bad = call("PUT /shop/_doc/1", R"({"price":"abc"})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(at(bad, "error/type"), "document_parsing_exception");
  EXPECT_EQ(at(bad, "error/reason"), "[1:10] failed to parse field [price] of type [double] in document with id '1'. Preview of field's value: 'abc'");
  EXPECT_EQ(at(bad, "error/caused_by/type"), "number_format_exception");
  EXPECT_EQ(at(bad, "error/caused_by/reason"), "For input string: \"abc\"");
  EXPECT_EQ(call("PUT /shop/_doc/1", "{").status, 400);
  EXPECT_EQ(at(call("PUT /shop/_doc/1", ""), "error/reason"), "request body is required");
}

TEST_F(Documents, AreUpdatedInPart) {
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"a":1}})"), "error/type"), "document_missing_exception");
  EXPECT_EQ(call("POST /shop/_update/1", R"({"doc":{"a":1},"doc_as_upsert":true})").status, 201);
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"b":{"c":2}}})"), "result"), "updated");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"b":{"c":2}}})"), "result"), "noop");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"a":1},"detect_noop":false})"), "result"), "updated");
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"a":1,"b":{"c":2}})");
  EXPECT_EQ(call("POST /shop/_update/2", R"({"doc":{"a":1},"upsert":{"z":9}})").status, 201);
  EXPECT_EQ(call("GET /shop/_source/2").body, R"({"z":9})");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"a":5},"_source":true})"), "get/_source"), R"({"a":5,"b":{"c":2}})");
  EXPECT_EQ(call("POST /shop/_update/1", R"({"script":"ctx._source.a=1"})").status, 400);
}

TEST_F(Documents, ChangeLiveFieldsInPlace) {
  call("PUT /shop", R"({"mappings":{"properties":{"stock":{"type":"integer","live":true},"on":{"type":"boolean","live":true},"title":{"type":"text"}}}})");
  call("PUT /shop/_doc/1?refresh=true", R"({"title":"x","stock":5,"on":true})");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"stock":4}})"), "result"), "updated");
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"title":"x","stock":4,"on":true})");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"stock":4}})"), "result"), "noop");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"on":false,"stock":"3"}})"), "result"), "updated");
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"title":"x","stock":3,"on":false})");
  EXPECT_EQ(at(call("POST /shop/_update/1", R"({"doc":{"title":"y","stock":2}})"), "result"), "updated");
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"title":"y","stock":2,"on":false})");
  reopen();
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"title":"y","stock":2,"on":false})");
}

TEST_F(Documents, ShowTheSourceThatWasAskedFor) {
  call("PUT /shop/_doc/1", R"({"a":1,"b":{"c":2,"d":3}})");
  EXPECT_EQ(at(call("GET /shop/_doc/1?_source=false"), "_source"), "missing");
  EXPECT_EQ(at(call("GET /shop/_doc/1?_source=b.c"), "_source"), R"({"b":{"c":2}})");
  EXPECT_EQ(at(call("GET /shop/_doc/1?_source_includes=b&_source_excludes=*.d"), "_source"), R"({"b":{"c":2}})");
  call("PUT /half", R"({"mappings":{"_source":{"excludes":["secret"]}}})");
  call("PUT /half/_doc/1", R"({"a":1,"secret":2})");
  EXPECT_EQ(call("GET /half/_source/1").body, R"({"a":1})");
  EXPECT_EQ(call("GET /shop/_doc/1?filter_path=_id,_source.a").body, R"({"_id":"1","_source":{"a":1}})");
  EXPECT_THAT(call("GET /shop/_doc/1?pretty").body, HasSubstr("{\n  \"_index\" : \"shop\",\n"));
}

TEST_F(Documents, AreReadManyAtOnce) {
  call("PUT /shop/_doc/1", R"({"a":1})");
  const auto docs = call("POST /_mget", R"({"docs":[{"_index":"shop","_id":"1"},{"_index":"shop","_id":"2"},{"_index":"none","_id":"1"}]})");
  EXPECT_EQ(at(docs, "docs/0/_source"), R"({"a":1})");
  EXPECT_EQ(at(docs, "docs/1/found"), "false");
  EXPECT_EQ(at(docs, "docs/2/error/type"), "index_not_found_exception");
  EXPECT_EQ(at(call("GET /shop/_mget", R"({"ids":["1"]})"), "docs/0/found"), "true");
}

}  // namespace
}  // namespace aisle::server::es_api
