#include "tests/server/es_api/indices/api_fixture.hpp"

namespace aisle::server::es_api {
namespace {

using testing::at;

class Settings : public testing::ApiTest {};

TEST_F(Settings, AreReadNestedDottedAndFlatAndShownAsTexts) {
  call("PUT /a", R"({"settings":{"index":{"max_result_window":1000000,"mapping":{"total_fields":{"limit":5}}},"index.max_ngram_diff":49,
      "number_of_replicas":"0","analysis":{"filter":[],"analyzer":{"x":{"tokenizer":"standard","filter":["lowercase","asciifolding"],"char_filter":[]}}}}})");
  const auto nested = call("GET /a/_settings");
  EXPECT_EQ(at(nested, "a/settings/index/max_result_window"), "1000000");
  EXPECT_EQ(at(nested, "a/settings/index/mapping/total_fields/limit"), "5");
  EXPECT_EQ(at(nested, "a/settings/index/analysis/analyzer/x/filter"), R"(["lowercase","asciifolding"])");
  EXPECT_EQ(at(call("GET /a/_settings?flat_settings=true"), "a/settings/index.max_ngram_diff"), "49");
  EXPECT_EQ(registry_->find("a")->state()->settings.max_result_window(), 1'000'000U);
}

TEST_F(Settings, ChangeInEveryForm) {
  call("PUT /a");
  for (const char* body : {R"({"refresh_interval":"7s"})", R"({"index":{"refresh_interval":"7s"}})", R"({"settings":{"index":{"refresh_interval":"7s"}}})",
                           R"({"index.refresh_interval":"7s"})"}) {
    call("PUT /a/_settings", R"({"refresh_interval":null})");
    EXPECT_EQ(at(call("GET /a/_settings"), "a/settings/index/refresh_interval"), "missing");
    EXPECT_EQ(call("PUT /a/_settings", body).status, 200);
    EXPECT_EQ(at(call("GET /a/_settings"), "a/settings/index/refresh_interval"), "7s");
  }
  EXPECT_EQ(call("PUT /a/_settings", R"({"number_of_shards":3})").status, 400);
  EXPECT_EQ(call("PUT /a/_settings", R"({"refresh_interval":"soon"})").status, 400);
  EXPECT_EQ(call("PUT /a/_settings", R"({"max_result_window":"x"})").status, 400);
  EXPECT_EQ(call("PUT /a/_settings?preserve_existing=true", R"({"refresh_interval":"9s"})").status, 200);
  EXPECT_EQ(at(call("GET /a/_settings"), "a/settings/index/refresh_interval"), "7s");
}

TEST_F(Settings, LimitFields) {
  call("PUT /a", R"({"settings":{"index.mapping.total_fields.limit":1},"mappings":{"properties":{"a":{"type":"long"}}}})");
  const auto full = call("PUT /a/_doc/1", R"({"a":1,"b":2})");
  EXPECT_EQ(full.status, 400);
  EXPECT_EQ(at(full, "error/reason"), "Limit of total fields [1] has been exceeded");
  EXPECT_EQ(call("PUT /a/_settings", R"({"index.mapping.total_fields.limit":10})").status, 200);
  EXPECT_EQ(call("PUT /a/_doc/1", R"({"a":1,"b":2})").status, 201);
}

}  // namespace
}  // namespace aisle::server::es_api
