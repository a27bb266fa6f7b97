// One truth with search: what the shop committed is what searches show, whatever happens to the documents.

#include "server/shop_api/catalog/engine_catalog.hpp"

#include <atomic>
#include <thread>

#include "server/es_api/search/search_endpoints.hpp"
#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::shop_api {
namespace {

using es_api::testing::Answer;
using es_api::testing::at;

constexpr const char* kMapping = R"({"mappings":{"properties":{
  "title":{"type":"text"}, "price":{"type":"double","live":true}, "currency":{"type":"keyword"},
  "inventory":{"type":"long","live":true}, "in_stock":{"type":"boolean","live":true},
  "reserved":{"type":"long","live":true}}}})";

class EngineCatalogTest : public es_api::testing::ApiTest {
 protected:
  EngineCatalogTest() {
    es_api::add_search_routes(router_, *registry_);
    catalog_.emplace(*registry_, CatalogSettings{});
  }
  ~EngineCatalogTest() override { catalog_.reset(); }

  void load(const std::string& index = "products") {
    ASSERT_EQ(call("PUT /" + index, kMapping).status, 200);
    put("P1", index);
    ASSERT_EQ(call("POST /" + index + "/_refresh").status, 200);
  }
  Answer put(const std::string& id, const std::string& index = "products") {
    return call("PUT /" + index + "/_doc/" + id,
                R"({"title":"Red shoe","price":79.99,"currency":"USD","inventory":10,"in_stock":true})");
  }
  void sell(const std::string& sku, std::int64_t available, std::int64_t reserved = 0) {
    const shop::LiveProduct product{.sku = sku, .stock = shop::LiveProduct::Counters{available, reserved}};
    catalog_->publish({&product, 1});
  }
  std::string found(const std::string& query, const std::string& index = "products") {
    return at(call("POST /" + index + "/_search", R"({"query":)" + query + "}"), "hits/total/value");
  }
  std::string in_stock(const std::string& index = "products") { return found(R"({"term":{"in_stock":true}})", index); }

  std::optional<EngineCatalog> catalog_;
};

TEST_F(EngineCatalogTest, ReadsWhatTheDocumentSays) {
  load();
  const shop::ProductFacts facts = catalog_->look_up("P1");
  EXPECT_TRUE(facts.exists);
  EXPECT_EQ(facts.title, "Red shoe");
  EXPECT_EQ(facts.opening_stock, 10);
  EXPECT_EQ(facts.price, (shop::Money{7999, *shop::Currency::find("USD")}));
  EXPECT_FALSE(catalog_->look_up("P2").exists);
  EXPECT_EQ(call("POST /products/_update/P1", R"({"doc":{"inventory":3,"price":5}})").status, 200);
  EXPECT_EQ(catalog_->look_up("P1").opening_stock, 3);
  EXPECT_EQ(catalog_->look_up("P1").price->amount, 500);
}

TEST_F(EngineCatalogTest, APublishedSaleIsInTheNextSearch) {
  load();
  EXPECT_EQ(in_stock(), "1");
  sell("P1", 0, 10);
  EXPECT_EQ(in_stock(), "0");
  EXPECT_EQ(found(R"({"term":{"reserved":10}})"), "1");
  EXPECT_EQ(at(call("GET /products/_doc/P1"), "_source/inventory"), "0");
  EXPECT_EQ(at(call("POST /products/_search", "{}"), "hits/hits/0/_source/in_stock"), "false");
  EXPECT_EQ(at(call("GET /products/_doc/P1"), "_version"), "1");
}

TEST_F(EngineCatalogTest, APublishedPriceIsInTheNextSearch) {
  load();
  const shop::LiveProduct cheaper{.sku = "P1", .price = shop::Money{4999, *shop::Currency::find("USD")}};
  catalog_->publish({&cheaper, 1});
  EXPECT_EQ(found(R"({"range":{"price":{"lt":50}}})"), "1");
  EXPECT_EQ(in_stock(), "1");
}

TEST_F(EngineCatalogTest, LoadingTheCatalogAgainDoesNotBringSoldStockBack) {
  load();
  sell("P1", 0);
  EXPECT_EQ(put("P1").status, 200);
  EXPECT_EQ(call("POST /products/_refresh").status, 200);
  EXPECT_EQ(in_stock(), "0");
  EXPECT_EQ(call("POST /products/_update/P1", R"({"doc":{"in_stock":true,"inventory":99}})").status, 200);
  EXPECT_EQ(in_stock(), "0");
  EXPECT_EQ(call("DELETE /products/_doc/P1").status, 200);
  EXPECT_EQ(put("P1").status, 201);
  EXPECT_EQ(call("POST /products/_refresh").status, 200);
  EXPECT_EQ(in_stock(), "0");
}

TEST_F(EngineCatalogTest, AnIndexThatBecomesTheCatalogShowsWhatIsKnown) {
  sell("P1", 0);
  load("products_v1");
  EXPECT_EQ(in_stock("products_v1"), "1");
  const char* swap = R"({"actions":[{"add":{"index":"products_v1","alias":"products"}}]})";
  EXPECT_EQ(call("POST /_aliases", swap).status, 200);
  EXPECT_EQ(in_stock(), "0");
  EXPECT_TRUE(catalog_->contains("products_v1"));
  EXPECT_EQ(call("POST /products_v1/_close").status, 200);
  sell("P1", 5);
  EXPECT_EQ(call("POST /products_v1/_open").status, 200);
  EXPECT_EQ(in_stock(), "1");
}

TEST_F(EngineCatalogTest, NoSearchContradictsASaleWhileTheCatalogIsLoadedAgain) {
  load();
  std::atomic<bool> done{false};
  std::thread loader([&] {
    for (int i = 0; !done; ++i) {
      put("P1");
      if (i % 4 == 0) call("POST /products/_refresh");
      call("POST /products/_update/P1", R"({"doc":{"in_stock":true,"inventory":99}})");
    }
  });
  for (int round = 0; round < 400; ++round) {
    const bool sold_out = round % 2 == 0;
    sell("P1", sold_out ? 0 : 1);
    ASSERT_EQ(in_stock(), sold_out ? "0" : "1") << "round " << round;
  }
  done = true;
  loader.join();
}

}  // namespace
}  // namespace aisle::server::shop_api
