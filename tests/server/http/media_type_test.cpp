#include "server/http/media_type.hpp"

#include <gtest/gtest.h>

namespace aisle::server::http {
namespace {

TEST(MediaType, MirrorsTheVendorType) {
  EXPECT_EQ(json_type_for("application/vnd.elasticsearch+json; compatible-with=8"), "application/vnd.elasticsearch+json;compatible-with=8");
  EXPECT_EQ(json_type_for("application/vnd.elasticsearch+json;compatible-with=9"), "application/vnd.elasticsearch+json;compatible-with=9");
  EXPECT_EQ(json_type_for("application/vnd.elasticsearch+json; compatible-with=8,text/plain"),
            "application/vnd.elasticsearch+json;compatible-with=8");
}

TEST(MediaType, IsPlainJsonOtherwise) {
  for (const char* accept : {"", "*/*", "application/json", "text/html, */*;q=0.1", "application/vnd.elasticsearch+x-ndjson"}) {
    EXPECT_EQ(json_type_for(accept), "application/json") << accept;
  }
}

TEST(MediaType, ReadsWhatClientsSend) {
  for (const char* type : {"", "application/json", "application/json; charset=UTF-8", "application/x-ndjson",
                           "application/vnd.elasticsearch+json; compatible-with=8", "APPLICATION/JSON",
                           "application/vnd.elasticsearch+x-ndjson;compatible-with=7"}) {
    EXPECT_FALSE(check_content_type(type).has_value()) << type;
  }
}

TEST(MediaType, RefusesOthersInElasticsearchsWords) {
  const auto form = check_content_type("application/x-www-form-urlencoded");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->status, 406);
  EXPECT_EQ(form->body, R"({"error":"Content-Type header [application/x-www-form-urlencoded] is not supported","status":406})");
  EXPECT_EQ(check_content_type("nonsense")->status, 400);
}

}  // namespace
}  // namespace aisle::server::http
