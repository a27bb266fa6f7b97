#include <atomic>
#include <thread>

#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::es_api {
namespace {

using testing::at;

class Bulk : public testing::ApiTest {};

TEST_F(Bulk, AnswersEveryOperationInOrder) {
  const auto answer = call("POST /_bulk?refresh=wait_for",
                           "{\"index\":{\"_index\":\"shop\",\"_id\":\"1\",\"_type\":\"_doc\"}}\n{\"a\":1}\n"
                           "{\"create\":{\"_index\":\"shop\",\"_id\":\"1\"}}\n{\"a\":2}\n"
                           "{\"update\":{\"_index\":\"shop\",\"_id\":\"1\"}}\n{\"doc\":{\"b\":3}}\n"
                           "{\"update\":{\"_index\":\"shop\",\"_id\":\"9\"}}\n{\"doc\":{\"b\":3}}\n"
                           "{\"delete\":{\"_index\":\"shop\",\"_id\":\"8\"}}\n"
                           "{\"index\":{\"_index\":\"other\",\"_id\":\"1\"}}\r\n{\"a\":\"x\"}\r\n\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer, "errors"), "true");
  EXPECT_EQ(at(answer, "items/0/index/status"), "201");
  EXPECT_EQ(at(answer, "items/1/create/status"), "409");
  EXPECT_EQ(at(answer, "items/1/create/error/type"), "version_conflict_engine_exception");
  EXPECT_EQ(at(answer, "items/2/update/result"), "updated");
  EXPECT_EQ(at(answer, "items/3/update/error/type"), "document_missing_exception");
  EXPECT_EQ(at(answer, "items/4/delete/status"), "404");
  EXPECT_EQ(at(answer, "items/4/delete/result"), "not_found");
  EXPECT_EQ(at(answer, "items/5/index/_index"), "other");
  EXPECT_EQ(call("GET /shop/_source/1").body, R"({"a":1,"b":3})");
}

TEST_F(Bulk, DoesNotCountAMissingDeletionAsAnError) {
  call("PUT /shop");
  EXPECT_EQ(at(call("POST /shop/_bulk", "{\"delete\":{\"_id\":\"8\"}}\n"), "errors"), "false");
}

TEST_F(Bulk, RefusesMalformedLinesAsAWhole) {
  const auto scalar = call("POST /_bulk", "{\"index\":{\"_index\":\"shop\",\"_id\":\"1\"}}\n{\"a\":1}\n\"x\"\n");
  EXPECT_EQ(scalar.status, 400);
  EXPECT_EQ(at(scalar, "error/reason"), "Malformed action/metadata line [3], expected START_OBJECT but found [VALUE_STRING]");
  EXPECT_EQ(call("HEAD /shop").status, 404);
  EXPECT_EQ(call("POST /_bulk", "{\"indx\":{}}\n{}\n").status, 400);
  EXPECT_EQ(at(call("POST /_bulk", "{\"index\":{\"_index\":\"a\"}}\n{}"), "error/reason"), "The bulk request must be terminated by a newline [\\n]");
  EXPECT_EQ(call("POST /_bulk", "{\"index\":{\"_index\":\"a\"}}\n").status, 400);
  EXPECT_EQ(call("POST /_bulk", "\n").status, 400);
  EXPECT_EQ(call("POST /_bulk", "{\"index\":{\"_index\":\"a\",\"bogus\":1}}\n{}\n").status, 400);
}

TEST_F(Bulk, KeepsBadDocumentsToThemselves) {
  call("PUT /shop", R"({"mappings":{"properties":{"n":{"type":"long"}}}})");
  const auto answer = call("POST /shop/_bulk", "{\"index\":{\"_id\":\"1\"}}\n{\"n\":1}\n{\"index\":{\"_id\":\"2\"}}\n{\"n\":\"x\"}\n{\"index\":{\"_id\":\"3\"}}\n{\"n\":3}\n");
  EXPECT_EQ(at(answer, "items/0/index/status"), "201");
  EXPECT_EQ(at(answer, "items/1/index/status"), "400");
  EXPECT_EQ(at(answer, "items/1/index/error/type"), "document_parsing_exception");
  EXPECT_EQ(at(answer, "items/2/index/status"), "201");
  EXPECT_EQ(at(call("POST /Bad/_bulk", "{\"index\":{}}\n{}\n"), "items/0/index/error/type"), "invalid_index_name_exception");
}

TEST_F(Bulk, LearnsNewFieldsFromManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < 10; ++round) {
        std::string body;
        for (int i = 0; i < 20; ++i) {
          const std::string id = std::to_string(t) + "-" + std::to_string(round) + "-" + std::to_string(i);
          body += "{\"index\":{\"_index\":\"shop\",\"_id\":\"" + id + "\"}}\n{\"f" + std::to_string(round * 5 + i % 5) + "\":{\"n\":" + std::to_string(i) + "}}\n";
        }
        if (at(call("POST /_bulk", body), "errors") != "false") ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  call("POST /shop/_refresh");
  EXPECT_EQ(at(call("GET /shop/_stats"), "indices/shop/primaries/docs/count"), "800");
  EXPECT_EQ(at(call("GET /shop/_mapping"), "shop/mappings/properties/f49/properties/n/type"), "long");
}

TEST_F(Bulk, WritesManyAndCountsThem) {
  std::string body;
  for (int i = 0; i < 3000; ++i) {
    body += "{\"index\":{\"_id\":\"" + std::to_string(i) + "\"}}\n{\"title\":\"shoe " + std::to_string(i) + "\",\"price\":" + std::to_string(i) + ".5}\n";
  }
  const auto answer = call("PUT /shop/_bulk?refresh=true", body);
  EXPECT_EQ(at(answer, "errors"), "false");
  EXPECT_EQ(at(answer, "items/2999/index/_id"), "2999");
  EXPECT_EQ(at(call("GET /shop/_stats/docs"), "indices/shop/primaries/docs/count"), "3000");
  EXPECT_EQ(at(call("GET /_cat/indices?format=json"), "0/docs.count"), "3000");
  EXPECT_EQ(at(call("GET /shop/_mapping"), "shop/mappings/properties/price/type"), "float");
}

}  // namespace
}  // namespace aisle::server::es_api
