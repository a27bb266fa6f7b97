#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::es_api {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::at;

class Cluster : public testing::ApiTest {};

TEST_F(Cluster, SaysWhatClientsCheck) {
  const auto root = call("GET /");
  EXPECT_THAT(at(root, "version/number"), StartsWith("8."));
  EXPECT_EQ(at(root, "tagline"), "You Know, for Search");
  EXPECT_EQ(at(root, "version/build_flavor"), "default");
  EXPECT_EQ(call("HEAD /").status, 200);
  EXPECT_EQ(at(call("GET /_cluster/health"), "status"), "green");
  EXPECT_THAT(call("GET /_nodes/_all/http").body, HasSubstr("\"roles\":[\"data\""));
}

TEST_F(Cluster, ListsIndicesAsTextAndJson) {
  call("PUT /shop");
  EXPECT_THAT(call("GET /_cat/indices?v").body, StartsWith("health status index"));
  EXPECT_THAT(call("GET /_cat/indices/shop").body, StartsWith("green open shop"));
  EXPECT_EQ(call("GET /_cat/indices?format=json&h=index,health").body, R"([{"index":"shop","health":"green"}])");
  EXPECT_THAT(call("GET /_cat/health").body, HasSubstr("aisle green 1 1 1 1"));
  EXPECT_EQ(at(call("GET /_cat/count?format=json"), "0/count"), "0");
}

TEST_F(Cluster, FiltersAndPrintsAnswers) {
  EXPECT_EQ(call("GET /?filter_path=version.number,tagline").body, R"({"version":{"number":"8.15.0"},"tagline":"You Know, for Search"})");
  EXPECT_EQ(call("GET /_cluster/health?filter_path=status&pretty").body, "{\n  \"status\" : \"green\"\n}\n");
  call("PUT /shop");
  EXPECT_EQ(call("GET /_cat/indices?format=json&filter_path=index").body, R"([{"index":"shop"}])");
  EXPECT_EQ(at(call("GET /none?filter_path=error.type"), "error/type"), "index_not_found_exception");
}

TEST_F(Cluster, TellsWhatSegmentsTake) {
  call("PUT /shop");
  call("PUT /shop/_doc/1?refresh=true", R"({"title":"red shoe"})");
  EXPECT_THAT(call("GET /_cat/segments?v").body, StartsWith("index shard prirep"));
  EXPECT_THAT(call("GET /_cat/segments?v").body, ::testing::Not(HasSubstr("memory.postings")));
  const auto parts = call("GET /_cat/segments/shop?format=json&bytes=b&h=index,docs.count,memory.sources,memory.postings");
  EXPECT_EQ(at(parts, "0/index"), "shop");
  EXPECT_EQ(at(parts, "0/docs.count"), "1");
  EXPECT_GT(std::stoull(at(parts, "0/memory.sources")), 0U);
  const auto stats = call("GET /shop/_stats");
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < engine::kMemoryPartCount; ++i) {
    const std::string name(engine::to_string(static_cast<engine::MemoryPart>(i)));
    total += std::stoull(at(stats, "_all/total/segments/memory_parts/" + name));
  }
  EXPECT_EQ(std::to_string(total), at(stats, "_all/total/segments/memory_in_bytes"));
}

TEST_F(Cluster, RefreshesAndFlushes) {
  call("PUT /shop");
  call("PUT /shop/_doc/1", R"({"a":1})");
  EXPECT_EQ(call("POST /shop/_refresh").body, R"({"_shards":{"total":1,"successful":1,"failed":0}})");
  EXPECT_EQ(call("POST /_flush").status, 200);
  EXPECT_EQ(call("POST /shop/_forcemerge?max_num_segments=1").status, 200);
  EXPECT_EQ(at(call("GET /shop/_stats"), "indices/shop/primaries/docs/count"), "1");
}

}  // namespace
}  // namespace aisle::server::es_api
