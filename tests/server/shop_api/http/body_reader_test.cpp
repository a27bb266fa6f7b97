// Bodies, queries and headers of the shop: what is read, and what each fault says.
#include "server/shop_api/http/body_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "server/shop_api/http/query_reader.hpp"

namespace aisle::server::shop_api {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

http::Request json(std::string body, std::string type = "application/json") {
  http::Request request;
  request.method = http::Method::post;
  request.headers = {{"Content-Type", std::move(type)}};
  request.body = std::move(body);
  return request;
}

std::string text_of(const Fault& fault) {
  return fault ? std::to_string(fault->status) + " " + fault->body : "none";
}

std::string quantity_fault(std::string body) {
  return text_of(read_body(json(std::move(body)), [](ObjectReader& reader) { reader.integer("quantity", {0, 100}); }));
}

TEST(BodyReader, ReadsEveryKindOfMember) {
  constexpr auto kColours = std::to_array<NamedValue<int>>({{"red", 1}, {"blue", 2}});
  const auto request = json(R"({"n":3,"t":"shoe","b":true,"id":"0193b7e2-5c1a-7f3e-9d41-2b6a8c0e5f17",
    "price":{"amount":1999,"currency":"USD"},"c":"blue","o":{"x":1},"raw":{"a" : [1]},"lines":[{"sku":"a"},{"sku":"b"}],"tags":["p","q"]})");
  std::vector<std::string> skus;
  const auto fault = read_body(request, [&](ObjectReader& body) {
    EXPECT_EQ(body.integer("n", kAnyInteger), 3);
    EXPECT_EQ(body.text("t", {}), "shoe");
    EXPECT_EQ(body.optional_boolean("b"), true);
    EXPECT_EQ(to_string(body.id("id")), "0193b7e2-5c1a-7f3e-9d41-2b6a8c0e5f17");
    EXPECT_EQ(to_string(body.money("price")), "19.99 USD");
    EXPECT_EQ(body.choice<int>("c", kColours), 2);
    body.object("o", [](ObjectReader& o) { EXPECT_EQ(o.integer("x", {0, 9}), 1); });
    EXPECT_EQ(body.optional_object_text("raw", 100), R"({"a" : [1]})");
    body.each_object("lines", {1, 5}, [&](ObjectReader& line) { skus.push_back(line.text("sku", kSku)); });
    EXPECT_THAT(body.texts("tags", {0, 5}, {}), ElementsAre("p", "q"));
  });
  EXPECT_EQ(text_of(fault), "none");
  EXPECT_THAT(skus, ElementsAre("a", "b"));
}

TEST(BodyReader, LeavesOutWhatIsNotThere) {
  const auto fault = read_body(json("{}"), [](ObjectReader& body) {
    EXPECT_EQ(body.optional_integer("n", kAnyInteger), std::nullopt);
    EXPECT_EQ(body.optional_text("t", {}), std::nullopt);
    EXPECT_EQ(body.optional_id("i"), std::nullopt);
    EXPECT_EQ(body.optional_money("m"), std::nullopt);
    EXPECT_EQ(body.optional_object_text("o", 10), std::nullopt);
    EXPECT_FALSE(body.optional_each_object("l", {}, [](ObjectReader&) {}));
  });
  EXPECT_EQ(text_of(fault), "none");
}

TEST(BodyReader, RefusesWhatNobodyAskedFor) {
  EXPECT_THAT(quantity_fault("{\"quantity\":1,\n \"price\":0}"),
              AllOf(HasSubstr("400 "), HasSubstr("unknown-member"), HasSubstr("[price] is unknown here; known are [quantity]"),
                    HasSubstr(R"("member":"price","line":2,"column":2)")));
  const auto nested = read_body(json(R"({"lines":[{"sku":"a"},{"sku":"b","role":"admin"}]})"), [](ObjectReader& body) {
    body.each_object("lines", {}, [](ObjectReader& line) { line.text("sku", kSku); });
  });
  EXPECT_THAT(text_of(nested), HasSubstr(R"("member":"lines[1].role")"));
  EXPECT_LT(quantity_fault("{\"quantity\":1,\"" + std::string(50'000, 'x') + "\":0}").size(), 600u) << "a long name is cut";
}

TEST(BodyReader, RefusesNumbersThatAreNotExact) {
  EXPECT_EQ(quantity_fault(R"({"quantity":7})"), "none");
  for (const char* number : {"1.0", "1e0", "1.5", "9223372036854775808", "-9223372036854775809", "1e300"}) {
    EXPECT_THAT(quantity_fault(std::string(R"({"quantity":)") + number + "}"), HasSubstr("member-invalid")) << number;
  }
  for (const char* other : {R"("7")", "true", "null", "[7]", "{}"}) {
    EXPECT_THAT(quantity_fault(std::string(R"({"quantity":)") + other + "}"), AllOf(HasSubstr("400 "), HasSubstr("not a number"))) << other;
  }
  EXPECT_THAT(quantity_fault(R"({"quantity":-1})"), AllOf(HasSubstr("422 "), HasSubstr("out-of-range"), HasSubstr("less than 0")));
  EXPECT_THAT(quantity_fault(R"({"quantity":101})"), HasSubstr("more than 100"));
  EXPECT_THAT(quantity_fault("{}"), AllOf(HasSubstr("400 "), HasSubstr("member-missing")));
}

TEST(BodyReader, RefusesMoneyThatIsNotMoney) {
  for (const char* wrong : {R"({"amount":19.99,"currency":"USD"})", R"({"amount":"1999","currency":"USD"})",
                            R"({"amount":1999,"currency":"usd"})", R"({"amount":1999,"currency":"XXX"})", R"({"amount":1999})",
                            R"({"amount":1999,"currency":"USD","x":1})", R"({"amount":9007199254740992,"currency":"USD"})",
                            R"({"amount":-1,"currency":"USD"})", "1999", "null", R"("19.99 USD")"}) {
    const auto fault = read_body(json(std::string(R"({"total":)") + wrong + "}"), [](ObjectReader& body) { body.money("total"); });
    EXPECT_THAT(text_of(fault), AllOf(HasSubstr("422 "), HasSubstr("money-invalid"))) << wrong;
  }
  const auto fine = read_body(json(R"({"total":{"currency":"JPY","amount":-9007199254740991}})"),
                              [](ObjectReader& body) { EXPECT_EQ(body.money("total", true).amount, -shop::kMaxAmount); });
  EXPECT_EQ(text_of(fine), "none");
}

TEST(BodyReader, RefusesTextsThatWouldHurtLater) {
  const auto fault_of = [](std::string text, TextRule rule) {
    return text_of(read_body(json("{\"t\":\"" + text + "\"}"), [&](ObjectReader& body) { body.text("t", rule); }));
  };
  EXPECT_EQ(fault_of("blue shoe", {}), "none");
  EXPECT_EQ(fault_of("a\\nb", kReason), "none");
  EXPECT_EQ(fault_of("", kReason), "none");
  EXPECT_THAT(fault_of("a\\nb", {}), HasSubstr("control characters"));
  EXPECT_THAT(fault_of("a\\u0000b", kReason), HasSubstr("control characters"));
  EXPECT_THAT(fault_of("a\\u007fb", kReason), HasSubstr("control characters"));
  EXPECT_THAT(fault_of("", {}), HasSubstr("is empty"));
  EXPECT_THAT(fault_of(std::string(129, 'a'), kSku), HasSubstr("longer than 128 bytes"));
}

TEST(BodyReader, RefusesBodiesThatAreNoObjectOfTheRightType) {
  const auto ignore = [](ObjectReader&) {};
  EXPECT_THAT(text_of(read_body(json(""), ignore)), AllOf(HasSubstr("400 "), HasSubstr("body-missing")));
  EXPECT_EQ(text_of(read_optional_body(json(""), ignore)), "none");
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json; charset=latin1"}) {
    EXPECT_THAT(text_of(read_body(json("{}", type), ignore)), AllOf(HasSubstr("415 "), HasSubstr("unsupported-media-type"))) << type;
  }
  for (const char* type : {"application/json", "Application/JSON; charset=UTF-8", "application/json ;charset=\"utf-8\""}) {
    EXPECT_EQ(text_of(read_body(json("{}", type), ignore)), "none") << type;
  }
  for (const char* body : {"[]", "1", "null", "{", "{}{}", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":\"\xFF\"}", "\xEF\xBB\xBF{}", " "}) {
    EXPECT_THAT(text_of(read_body(json(body), ignore)), AllOf(HasSubstr("400 "), HasSubstr("json-invalid"), HasSubstr("\"line\":1"))) << body;
  }
  EXPECT_EQ(text_of(read_body(json("{" + std::string(300, ' ') + "}"), ignore)), "none");
  EXPECT_THAT(text_of(read_body(json(std::string((256 << 10) + 1, ' ')), ignore)), HasSubstr("413 "));
}

TEST(BodyReader, BoundsDepth) {
  const auto nested = [](int levels) {
    const auto body = "{\"o\":" + std::string(static_cast<std::size_t>(levels - 1), '[') + std::string(static_cast<std::size_t>(levels - 1), ']') + "}";
    return text_of(read_body(json(body), [](ObjectReader& reader) { reader.texts("o", {0, 10}, {}); }));
  };
  EXPECT_THAT(nested(64), Not(HasSubstr("json-invalid")));
  EXPECT_THAT(nested(65), HasSubstr("json-invalid"));
  EXPECT_THAT(nested(100'000), HasSubstr("json-invalid"));
}

TEST(BodyReader, KeepsTheFirstFaultOnly) {
  const auto fault = read_body(json(R"({"a":"x","b":"y","c":1})"), [](ObjectReader& body) {
    EXPECT_EQ(body.integer("a", kAnyInteger), 0);
    EXPECT_EQ(body.integer("b", kAnyInteger), 0);
    EXPECT_EQ(body.text("c", {}), "");
    body.refuse("c", "is wrong as well");
  });
  EXPECT_THAT(text_of(fault), HasSubstr(R"("member":"a")"));
}

TEST(BodyReader, CountsElements) {
  const auto read = [](std::string body) {
    return text_of(read_body(json(std::move(body)), [](ObjectReader& reader) {
      reader.each_object("lines", {1, 2}, [](ObjectReader& line) { line.text("sku", kSku); });
    }));
  };
  EXPECT_EQ(read(R"({"lines":[{"sku":"a"},{"sku":"b"}]})"), "none");
  EXPECT_THAT(read(R"({"lines":[]})"), HasSubstr("0 elements, 1 to 2"));
  EXPECT_THAT(read(R"({"lines":[{},{},{}]})"), HasSubstr("3 elements"));
  EXPECT_THAT(read(R"({"lines":[{"sku":"a"},7]})"), HasSubstr("[lines[1]] is a number, not an object"));
  EXPECT_THAT(read(R"({"lines":[{"sku":"a"},{}]})"), HasSubstr(R"("member":"lines[1].sku")"));
}

http::Request asked(std::vector<http::NameValue> query) {
  http::Request request;
  request.query = std::move(query);
  return request;
}

TEST(QueryReader, ReadsWhatIsKnownOnceEach) {
  const auto request = asked({{"limit", "20"}, {"cursor", "abc"}});
  QueryReader query(request);
  EXPECT_EQ(query.integer("limit", {1, 100}, 50), 20);
  EXPECT_EQ(query.integer("wait", {0, 30}, 0), 0);
  EXPECT_EQ(query.text("cursor", {}), "abc");
  EXPECT_EQ(text_of(query.finish()), "none");
}

TEST(QueryReader, RefusesTheRest) {
  const auto fault_of = [](std::vector<http::NameValue> parameters) {
    const auto request = asked(std::move(parameters));
    QueryReader query(request);
    query.integer("limit", {1, 100});
    return text_of(query.finish());
  };
  for (const char* wrong : {"", "x", "1x", " 1", "+1", "01", "1.0", "9223372036854775808", "-"}) {
    EXPECT_THAT(fault_of({{"limit", wrong}}), HasSubstr("parameter-invalid")) << wrong;
  }
  EXPECT_THAT(fault_of({{"limit", "0"}}), HasSubstr("less than 1"));
  EXPECT_THAT(fault_of({{"limit", "1"}, {"limit", "1"}}), HasSubstr("more than once"));
  EXPECT_THAT(fault_of({{std::string("curs\xC7\x01r", 7), "1"}}), HasSubstr("[curs??r] is unknown"));
  EXPECT_THAT(fault_of({{"lmit", "1"}}), AllOf(HasSubstr("unknown-parameter"), HasSubstr("[limit]")));
}

TEST(PathReader, ReadsIdsAndTexts) {
  http::Request request;
  request.path_parameters = {{"id", "0193B7E2-5c1a-7f3e-9d41-2b6a8c0e5f17"}, {"sku", "a\x01"}};
  EXPECT_TRUE(path_id(request, "id"));
  EXPECT_FALSE(path_id(request, "sku"));
  EXPECT_FALSE(path_text(request, "sku", kSku));
  EXPECT_FALSE(path_text(request, "none", kSku));
  request.path_parameters = {{"sku", "caf\xC3"}};
  EXPECT_FALSE(path_text(request, "sku", kSku)) << "what is stored and answered must be UTF-8";
  request.path_parameters = {{"sku", "caf\xC3\xA9"}};
  EXPECT_TRUE(path_text(request, "sku", kSku));
}

}  // namespace
}  // namespace aisle::server::shop_api
